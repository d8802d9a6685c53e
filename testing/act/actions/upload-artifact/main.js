const { cpSync, existsSync } = require('node:fs')
const { join } = require('node:path')

const name = process.env.INPUT_NAME
// GitHub does not take these in the name of an artifact.
if (/["*:<>|?\r\n\\/]/.test(name)) throw new Error(`The artifact name is not valid: ${name}`)
const target = join(process.env.LOCAL_ARTIFACTS, name)
if (existsSync(target) && process.env.INPUT_OVERWRITE !== 'true')
  throw new Error(`An artifact with this name already exists: ${name}`)
if (existsSync(process.env.INPUT_PATH)) cpSync(process.env.INPUT_PATH, target, { recursive: true })
else if (process.env['INPUT_IF-NO-FILES-FOUND'] !== 'ignore')
  throw new Error(`No files were found with the provided path: ${process.env.INPUT_PATH}`)
