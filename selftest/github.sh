# How the self-test reaches GitHub: by curl and git alone, so that it is no judge of Tagback's own code. To be sourced.
# Everything that writes asks `own` first.

: "${TOKEN:?}" "${GITHUB_REPOSITORY:?}" "${GITHUB_API_URL:?}" "${GITHUB_GRAPHQL_URL:?}" "${GITHUB_SERVER_URL:?}"
[[ ${GITHUB_RUN_ID:-} =~ ^[0-9]+$ ]] || { echo "GITHUB_RUN_ID: expected a number, got '${GITHUB_RUN_ID:-}'" >&2; exit 2; }

# All that is ever written: tags below this, and Deployments of this environment.
prefix=refs/tags/tagback-selftest/$GITHUB_RUN_ID
environment=tagback-selftest/prompts/extraction
url=$GITHUB_SERVER_URL/$GITHUB_REPOSITORY.git

own() {
  [[ $1 == "$prefix"/* ]] && git check-ref-format "$1" && return
  echo "The self-test was about to write to $1, which is not one of its own tags. Nothing was written." >&2
  exit 2
}

# call TOKEN CURL-ARGUMENT…: sets status (000 without an answer), headers and body. No token stands in an argument.
call() {
  local token=$1 answer
  shift
  answer=$(curl --silent --max-time 30 --dump-header "$scratch/headers" --write-out '\n%{http_code}' \
    --config <(printf 'header = "Authorization: Bearer %s"\n' "$token") "$@") || answer=$'\n000'
  status=${answer##*$'\n'} body=${answer%$'\n'*}
}

# rest TOKEN METHOD PATH [JSON]
rest() {
  call "$1" --request "$2" ${4:+--data "$4"} "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/$3"
}

# graphql TOKEN QUERY VARIABLES: sets also said, the errors in words; empty when there are none.
graphql() {
  call "$1" --data "$(jq --null-input --arg query "$2" --argjson variables "$3" '{ query: $query, variables: $variables }')" \
    "$GITHUB_GRAPHQL_URL"
  said=$(jq --raw-output '[.errors[]?.message] | join("; ")' <<< "$body" 2> /dev/null) || said="HTTP $status"
  if [[ $said == '' && $status != 200 ]]; then said="HTTP $status"; fi
}

# gits TOKEN GIT-ARGUMENT…
gits() {
  local basic
  basic=$(printf 'x-access-token:%s' "$1" | base64 | tr -d '\n')
  shift
  GIT_TERMINAL_PROMPT=0 GIT_CONFIG_COUNT=2 GIT_CONFIG_KEY_0=http.extraHeader GIT_CONFIG_VALUE_0="Authorization: basic $basic" \
    GIT_CONFIG_KEY_1=credential.helper GIT_CONFIG_VALUE_1='' git -C "$scratch/repository" "$@"
}

# push TOKEN 'OBJECT REF'…: pushes by git, in one push. Sets said to why not.
push() {
  local token=$1 update object ref specs=()
  shift
  for update in "$@"; do
    read -r object ref <<< "$update"
    own "$ref"
    specs+=("$object:$ref")
  done
  if said=$(gits "$token" push --quiet "$url" "${specs[@]}" 2>&1); then said=''; else
    said=$(grep --max-count=1 --extended-regexp 'rejected|refusing|denied|error' <<< "$said" || echo "${said:-git ended with an error}")
  fi
}

# move TOKEN 'REF BEFORE AFTER'…: moves by updateRefs, as Tagback does. Sets said to why not.
move() {
  local token=$1 update ref before after updates='[]'
  shift
  for update in "$@"; do
    read -r ref before after <<< "$update"
    own "$ref"
    updates=$(jq --compact-output --arg name "$ref" --arg before "$before" --arg after "$after" \
      '. + [{ name: $name, beforeOid: $before, afterOid: $after, force: true }]' <<< "$updates")
  done
  graphql "$token" 'mutation ($id: ID!, $updates: [RefUpdate!]!) { updateRefs(input: { repositoryId: $id, refUpdates: $updates }) { clientMutationId } }' \
    "$(jq --null-input --arg id "$id" --argjson updates "$updates" '{ id: $id, updates: $updates }')"
}

# refs: every tag of the self-test, as `OBJECT REF`.
refs() { gits "$TOKEN" ls-remote --refs "$url" "$prefix/*" | tr '\t' ' '; }

# at REF: what it points at; nothing when it is not there.
at() { refs | awk -v ref="$1" '$2 == ref { print $1 }'; }

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
git init --quiet --bare "$scratch/repository"
