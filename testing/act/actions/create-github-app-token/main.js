const { appendFileSync } = require('node:fs')

if (!process.env['INPUT_CLIENT-ID'] || !process.env['INPUT_PRIVATE-KEY']) throw new Error('Id and key are required')
if (!process.env.LOCAL_APP_TOKEN) throw new Error('GitHub gives no token for this App')
console.log(`::add-mask::${process.env.LOCAL_APP_TOKEN}`)
appendFileSync(process.env.GITHUB_OUTPUT, `token=${process.env.LOCAL_APP_TOKEN}\n`)
