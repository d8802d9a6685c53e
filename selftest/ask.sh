#!/usr/bin/env bash
# Asks GitHub for each fact that Tagback relies on and nobody could look up, and writes the answers into the summary.
# Environment: TOKEN (contents and deployments: write, actions: read), and APP_TOKEN, of an App, or empty.
set -euo pipefail
# shellcheck source=github.sh
source "$(dirname "${BASH_SOURCE[0]}")/github.sh"

app=${APP_TOKEN:-}
failed=0 unasked=0

# On one line of a table, with object ids as git shortens them.
plain() {
  tr '\n|' ' /' <<< "$1" | sed -E "s/([0-9a-f]{7})[0-9a-f]{33}/\1/g; s#$prefix/##g; s/</\&lt;/g; s/ *\$//" | cut -c 1-160
}

# row yes|no|unasked|either FACT FOUND USE
row() {
  local shown=$1
  case $1 in
    no) shown='**no**' failed=$((failed + 1)) ;;
    unasked) shown='not asked' unasked=$((unasked + 1)) ;;
    either) shown='either way' ;;
  esac
  printf '| %s | %s | %s | %s |\n' "$2" "$shown" "$(plain "$3")" "$4" >> "$GITHUB_STEP_SUMMARY"
  printf '%-10s %s%s\n' "$1" "$2" "${3:+ ($(plain "$3"))}"
}

# is ACTUAL EXPECTED: the word for row
is() { if [[ $1 == "$2" ]]; then echo yes; else echo no; fi; }
empty() { is "$1" ''; }
filled() { if [[ $1 != '' ]]; then echo yes; else echo no; fi; }

# within SECONDS COMMAND…: asks again and again, and prints after how many milliseconds it came true; else nothing.
within() {
  local began limit=$1
  began=$(date +%s%3N)
  shift
  while (($(date +%s%3N) - began <= limit * 1000)); do
    if "$@"; then
      echo $(($(date +%s%3N) - began))
      return
    fi
    sleep 0.2
  done
}

cat >> "$GITHUB_STEP_SUMMARY" <<'TEXT'
## What Tagback relies on

| fact | holds | found | used for |
| --- | --- | --- | --- |
TEXT

# The objects: two annotated tags, one on the first of them (the shape that edgit makes), and two commits on top.
gits "$TOKEN" fetch --quiet --depth=1 "$url" "$GITHUB_SHA"
export GIT_AUTHOR_NAME=tagback-selftest GIT_AUTHOR_EMAIL=tagback-selftest@users.noreply.github.com
export GIT_COMMITTER_NAME=$GIT_AUTHOR_NAME GIT_COMMITTER_EMAIL=$GIT_AUTHOR_EMAIL
local_git() { git -C "$scratch/repository" "$@"; }
tag_object() { # OBJECT TYPE NAME
  printf 'object %s\ntype %s\ntag %s\ntagger %s <%s> %s +0000\n\n%s of run %s\n' "$1" "$2" "$3" \
    "$GIT_COMMITTER_NAME" "$GIT_COMMITTER_EMAIL" "$(date +%s)" "$3" "$GITHUB_RUN_ID" | local_git mktag
}
one=$(tag_object "$GITHUB_SHA" commit one) two=$(tag_object "$GITHUB_SHA" commit two) nested=$(tag_object "$one" tag nested)
export GIT_INDEX_FILE=$scratch/index
local_git read-tree "$GITHUB_SHA"
same=$(local_git commit-tree -p "$GITHUB_SHA" -m 'The same workflow files' "$(local_git write-tree --missing-ok)")
blob=$(printf '# %s\non: workflow_dispatch\njobs: { none: { runs-on: ubuntu-latest, steps: [{ run: "true" }] } }\n' "$GITHUB_RUN_ID" | local_git hash-object -w --stdin)
local_git update-index --add --cacheinfo "100644,$blob,.github/workflows/tagback-selftest-only.yml"
other=$(local_git commit-tree -p "$GITHUB_SHA" -m 'Another workflow file' "$(local_git write-tree --missing-ok)")
graphql "$TOKEN" 'query ($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { id } }' \
  "$(jq --null-input --arg owner "${GITHUB_REPOSITORY%/*}" --arg name "${GITHUB_REPOSITORY#*/}" '$ARGS.named')"
id=$(jq --raw-output '.data.repository.id' <<< "$body")

# --- Moves ---
push "$TOKEN" "$one $prefix/first" "$two $prefix/second" "$nested $prefix/nested"
row "$(empty "$said")" 'git pushes annotated and nested tags with this token' "$said" 'everything below'
move "$TOKEN" "$prefix/first $one $two"
row "$(is "$(at "$prefix/first")" "$two")" '`updateRefs` moves a tag from one tag object to another' "$said" 'rollback'
move "$TOKEN" "$prefix/first $one $nested"
row "$(is "$(at "$prefix/first")" "$two")" '`updateRefs` leaves a tag alone that is not where it is expected' "$said" 'no lost move'
move "$TOKEN" "$prefix/first $GITHUB_SHA $nested"
row "$(is "$(at "$prefix/first")" "$two")" 'What is expected is held against the tag object, not against its commit' "$said" 'no lost move'
move "$TOKEN" "$prefix/second $two $one" "$prefix/first $one $nested"
row "$(is "$(at "$prefix/second")" "$two")" '`updateRefs` moves all of several tags or none' "$said" 'several components'
move "$TOKEN" "$prefix/nested $nested $two"
row "$(is "$(at "$prefix/nested")" "$two")" '`updateRefs` moves a nested tag' "$said" 'tags of edgit'
rest "$TOKEN" GET "git/tags/$nested"
row "$(is "$status" 200)" 'A tag object that no tag points at any more can be read' "HTTP $status" 'resolving, rollback'
move "$TOKEN" "$prefix/nested $two $nested"
row "$(is "$(at "$prefix/nested")" "$nested")" 'A tag can be pointed back at the object that it held before' "$said" 'rollback restores the shape'

zeros=0000000000000000000000000000000000000000
many() { for number in $(seq 100); do echo "$prefix/many/$number $1 $2"; done; }
count() { refs | awk -v start="$prefix/many/" -v object="$1" 'index($2, start) == 1 && $1 == object' | wc -l; }
mapfile -t updates < <(many $zeros "$one")
move "$TOKEN" "${updates[@]}"
mapfile -t updates < <(many "$one" "$two")
move "$TOKEN" "${updates[@]}"
row "$(is "$(count "$two")" 100)" '`updateRefs` moves a hundred tags at once' "$said" 'restoring an environment'
mapfile -t updates < <(many "$two" $zeros)
move "$TOKEN" "${updates[@]}"
row "$(is "$(count "$two")" 0)" '`updateRefs` deletes' "$said" 'canaries, drills'

basic() { printf 'header = "Authorization: Basic %s"\n' "$(printf 'x-access-token:%s' "$TOKEN" | base64 | tr -d '\n')"; }
git_http() { curl --silent --max-time 30 --config <(basic) "$@" || true; }
packet() { printf '%04x%s' $((${#1} + 4)) "$1"; }
status=$(git_http --output "$scratch/answer" --write-out '%{http_code}' "$url/info/refs?service=git-receive-pack")
row "$(is "$status" 200)" 'git says whether this token may push, before anything is pushed' "HTTP $status" 'arming'
capabilities=' report-status atomic object-format=sha1 agent=tagback'
command="$two $one $prefix/second"
{
  printf '%04x%s\0%s0000' $((${#command} + 1 + ${#capabilities} + 4)) "$command" "$capabilities"
  local_git pack-objects --quiet --stdout < /dev/null
} > "$scratch/request"
git_http --output "$scratch/answer" --header 'Content-Type: application/x-git-receive-pack-request' --data-binary "@$scratch/request" "$url/git-receive-pack"
row "$(is "$(at "$prefix/second")" "$one")" 'One request to git moves a tag without a clone' '' 'where updateRefs is refused'
{
  packet $'command=ls-refs\n'
  packet $'agent=tagback\n'
  packet $'object-format=sha1\n'
  printf 0001
  packet $'peel\n'
  packet "ref-prefix $prefix/"$'\n'
  printf 0000
} > "$scratch/request"
listed=$(git_http --header 'Git-Protocol: version=2' --header 'Content-Type: application/x-git-upload-pack-request' \
  --data-binary "@$scratch/request" "$url/git-upload-pack" | tr -d '\0')
row "$(if [[ $listed == *"$nested $prefix/nested peeled:$GITHUB_SHA"* ]]; then echo yes; else echo no; fi)" \
  'One request to git lists tags with their commits, through nested ones' "$(tail -n 1 <<< "$listed" | cut -c 1-80)" 'reconcile, history'

look=git/ref/$(jq --null-input --raw-output --arg ref "${prefix#refs/}/first" '$ref | @uri')
rest "$TOKEN" GET "$look"
etag=$(sed -n 's/^[Ee][Tt][Aa][Gg]: *\(.*[^\r]\)\r*$/\1/p' "$scratch/headers")
call "$TOKEN" --header "If-None-Match: $etag" "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/$look"
row "$(is "$status" 304)" 'A look at a tag that has not moved is answered 304' "HTTP $status" 'a look at every poll'
move "$TOKEN" "$prefix/first $two $one"
rest_is_new() { rest "$TOKEN" GET "$look" && [[ $(jq --raw-output .object.sha <<< "$body") == "$one" ]]; }
took=$(within 4 rest_is_new)
row "$(filled "$took")" 'A move is read back within 4 s' "${took:+$took ms}" 'telling a conflict from a lost answer'
REFS='query ($owner: String!, $name: String!, $prefix: String!) { viewer { login } repository(owner: $owner, name: $name) {
  refs(refPrefix: $prefix, first: 100, orderBy: { field: TAG_COMMIT_DATE, direction: DESC }) { nodes { name target { oid
    ... on Tag { target { oid ... on Tag { target { oid } } } } } } } } }'
graphql "$TOKEN" "$REFS" "$(jq --null-input --arg owner "${GITHUB_REPOSITORY%/*}" --arg name "${GITHUB_REPOSITORY#*/}" --arg prefix "$prefix/" '$ARGS.named')"
found=$(jq --raw-output --arg nested "$nested" --arg one "$one" --arg sha "$GITHUB_SHA" '[.data.repository.refs.nodes[]?
  | select(.name == "nested" and .target.oid == $nested and .target.target.oid == $one and .target.target.target.oid == $sha)] | length' <<< "$body" 2> /dev/null || echo 0)
row "$(is "$found" 1)" 'GraphQL follows tags through nested tags, and names them without the prefix that was asked for' "$said" 'one query for all'
viewer=$(jq --raw-output '.data.viewer.login // empty' <<< "$body")

# --- Workflow files ---
push "$TOKEN" "$same $prefix/same-workflows"
row "$(is "$(at "$prefix/same-workflows")" "$same")" 'GITHUB_TOKEN may point a tag at a commit whose workflow files a branch has' "$said" 'rollback without an App'
push "$TOKEN" "$other $prefix/other-workflows"
row "$(empty "$(at "$prefix/other-workflows")")" 'GITHUB_TOKEN may not push a tag with other workflow files' "$said" 'why an App may be needed'
if [[ $app == '' ]]; then
  for fact in 'An App with `workflows: write` may push them' 'GITHUB_TOKEN may not point a tag at them, although a tag has them' 'An App may, by `updateRefs`'; do
    row unasked "$fact" 'no App' 'warning when arming'
  done
else
  push "$app" "$other $prefix/other-workflows"
  row "$(is "$(at "$prefix/other-workflows")" "$other")" 'An App with `workflows: write` may push them' "$said" 'warning when arming'
  move "$TOKEN" "$prefix/second $one $other"
  row "$(is "$(at "$prefix/second")" "$one")" 'GITHUB_TOKEN may not point a tag at them, although a tag has them' "$said" 'warning when arming'
  move "$app" "$prefix/second $one $other"
  row "$(is "$(at "$prefix/second")" "$other")" 'An App may, by `updateRefs`' "$said" 'warning when arming'
fi

# --- Records ---
payload='{"schema":1,"run":{"id":1},"note":"tagback-selftest"}'
deployment() { # DESCRIPTION
  rest "$TOKEN" POST deployments "$(jq --null-input --arg ref "$GITHUB_SHA" --arg environment "$environment" --arg description "$1" \
    --argjson payload "$payload" '{ ref: $ref, task: "tagback-selftest", environment: $environment, description: $description, payload: $payload,
      auto_merge: false, required_contexts: [], production_environment: false }')"
}
RECORDS='query ($owner: String!, $name: String!, $environment: String!) { repository(owner: $owner, name: $name) {
  deployments(environments: [$environment], first: 50, orderBy: { field: CREATED_AT, direction: DESC }) {
    nodes { id description payload creator { login } latestStatus { description } } } } }'
records() {
  graphql "$TOKEN" "$RECORDS" "$(jq --null-input --arg owner "${GITHUB_REPOSITORY%/*}" --arg name "${GITHUB_REPOSITORY#*/}" --arg environment "$environment" '$ARGS.named')"
}
# has JQ-CONDITION: of the records as they are now
has() { records && jq --exit-status "[.data.repository.deployments.nodes[]?] | $1" <<< "$body" > /dev/null 2>&1; }
deployment one
created=$status first=$(jq '.id // empty' <<< "$body")
row "$(is "$created" 201)" 'A Deployment can be made with `deployments: write`, in an environment with slashes' "HTTP $created" 'records'
took=$(within 2 has 'any(.description == "one")')
row "$(filled "$took")" 'GraphQL answers it by its environment within 2 s' "${took:+$took ms}" 'one deploy at a time'
has 'any(.payload | (try fromjson catch null) | if type == "string" then fromjson else . end | .note == "tagback-selftest")' && kept=yes || kept=no
row "$kept" 'Its payload is what was sent' "$(jq --compact-output '[.data.repository.deployments.nodes[]?.payload][0]' <<< "$body" 2> /dev/null)" 'records'
creator=$(jq --raw-output '[.data.repository.deployments.nodes[]?.creator.login][0] // empty' <<< "$body" 2> /dev/null || true)
row "$(if [[ $creator != '' && (${creator%\[bot\]} == "${viewer%\[bot\]}" || ${creator%\[bot\]} == github-actions) ]]; then echo yes; else echo no; fi)" \
  'Its creator is who the token is, or `github-actions`' "creator $creator, token $viewer" 'no forged records'
sleep 1.1 # times of Deployments are whole seconds
deployment two
took=$(within 2 has '.[0].description == "two" and .[1].description == "one"')
row "$(filled "$took")" 'The newest comes first' "${took:+$took ms}" 'the ledger'
rest "$TOKEN" POST "deployments/${first:-0}/statuses" '{ "state": "success", "description": "closed by the self-test", "auto_inactive": false }'
took=$(within 2 has 'any(.latestStatus.description == "closed by the self-test")')
row "$(filled "$took")" 'The text of its last status is read back within 2 s' "${took:+$took ms}" 'decisions in records'

# --- Events ---
events=(
  'A move by the token of an App starts a run'
  '`before` and `after` of that event are the tag objects'
  '`GITHUB_SHA` for a nested tag is the commit'
  'Three tags in one push start a run each'
  'Four tags in one push start none'
  'Moves by GITHUB_TOKEN start none'
)
caller=${GITHUB_WORKFLOW_REF:-} caller=${caller%%@*} caller=${caller#"$GITHUB_REPOSITORY/"}
text=$(local_git show "$GITHUB_SHA:${caller:-.github/workflows}" 2> /dev/null || true)
why=''
if [[ $text != *'tagback-selftest/'* || $text != *run-name:* ]]; then why='the calling workflow has no push of tagback-selftest/** or no run-name'; fi
if [[ $app == '' ]]; then why='no App'; fi
if [[ $why != '' ]]; then
  for fact in "${events[@]}"; do row unasked "$fact" "$why" 'own moves, reconcile'; done
else
  push "$app" "$one $prefix/event/a" "$one $prefix/event/b" "$nested $prefix/event/c"
  push "$app" "$one $prefix/event/d" "$one $prefix/event/e" "$one $prefix/event/f" "$one $prefix/event/g"
  move "$app" "$prefix/event/a $one $two"
  move "$TOKEN" "$prefix/event/b $one $two"
  move "$app" "$prefix/event/h $zeros $one" "$prefix/event/i $zeros $one" "$prefix/event/j $zeros $one" "$prefix/event/k $zeros $one"
  # Each as `TAG COMMIT TITLE`; the title is `tagback-selftest GITHUB_SHA BEFORE AFTER FORCED`, by run-name.
  list_runs() {
    rest "$TOKEN" GET 'actions/runs?event=push&per_page=100'
    runs=$(jq --raw-output --arg start "${prefix#refs/tags/}/event/" '.workflow_runs[]?
      | select((.head_branch // "") | startswith($start)) | "\(.head_branch | ltrimstr($start)) \(.head_sha) \(.display_title)"' <<< "$body" 2> /dev/null || true)
  }
  runs_of() { grep --extended-regexp "^[$1] " <<< "$runs" || true; }
  told() { list_runs && [[ $(runs_of abc | wc -l) -ge 4 ]]; }
  within "${EVENTS_WITHIN:-120}" told > /dev/null
  sleep "${EVENTS_AFTER:-15}" # for what should not come
  list_runs
  moved=$(runs_of a | grep " $two " || true)
  row "$(filled "$moved")" "${events[0]}" "$(runs_of a | wc -l) runs" 'own moves are recognised'
  row "$(if [[ $moved == *" $one $two "* ]]; then echo yes; else echo no; fi)" "${events[1]}" "$moved" 'resolving'
  row "$(if [[ $(runs_of c) == "c $GITHUB_SHA tagback-selftest $GITHUB_SHA "* ]]; then echo yes; else echo no; fi)" "${events[2]}" "$(runs_of c)" 'docs, deploy commands'
  row "$(is "$(runs_of abc | grep -c " $zeros ")" 3)" "${events[3]}" "$(runs_of abc | grep -c " $zeros ") runs" 'components moved together'
  row "$(empty "$(runs_of defg)")" "${events[4]}" "$(runs_of defg | wc -l) runs" 'reconcile'
  row "$(empty "$(runs_of b | grep " $two " || true)")" "${events[5]}" "$(runs_of b | wc -l) runs" 'the redeploy is in the same run'
  row either 'Four tags by one `updateRefs` of an App start runs' "$(runs_of hijk | wc -l) runs" 'own moves are recognised'
  row either '`forced` of a tag that is moved to the same commit' "${moved##* }" 'it is not looked at'
fi

cat >> "$GITHUB_STEP_SUMMARY" <<TEXT

$failed otherwise than Tagback relies on, $unasked not asked. Run $GITHUB_RUN_ID on $GITHUB_SERVER_URL.

\`\`\`mermaid
gantt
  title A chart, and not this text, where the summary draws Mermaid
  dateFormat X
  axisFormat %S
  drawn : 0, 1
\`\`\`
TEXT
{
  echo "failed=$failed"
  echo "unasked=$unasked"
} >> "$GITHUB_OUTPUT"
if [[ $failed -gt 0 ]]; then exit 1; fi
