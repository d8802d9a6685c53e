const SUPPLIERS = ['Nordwind GmbH', 'Atelier Moreau', 'Pettersen & Sons', 'Casa Verde SL'] as const

const facts = (index: number): string => {
  const supplier = SUPPLIERS[index % SUPPLIERS.length]
  const day = String((index % 28) + 1).padStart(2, '0')
  return `Invoice: ${20_000 + index}\nSupplier: ${supplier}\nTotal: ${100 + (index % 900)}.50 EUR\nDue: 2026-12-${day}\n`
}

/**
 * The post of an accounting department, one document after the other: mostly forms, every fifth a letter, and one in
 * two hundred a blank page that no prompt can read.
 */
export const documentAt = (index: number): string => {
  if (index % 200 === 199) return '\n'
  if (index % 5 === 2)
    return `Dear accounting team,\n\nplease find our invoice below.\n\n${facts(index)}\nKind regards\n`
  return facts(index)
}
