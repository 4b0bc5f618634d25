# What ./run prints once the platform is ready. Sourced by ./run: $api, $issuer, $data.

print_addresses() {
  cat <<TEXT

Open in a browser  $api          and pick a person to sign in as
For programs       $api/api      API reference: $api/api/docs   OpenAPI: $api/api/openapi.json
Development issuer $issuer
Data $data   Logs $data/logs

TEXT
}

print_empty() {
  print_addresses
  cat <<TEXT
There is nothing yet but the first administrator, Olwen Prosser (olwen):

curl -sS -w '\n' $api/api/me -H "Authorization: Bearer \$($data/datasharing token --as olwen)"

With the demonstration data instead: ./run --fresh
Ctrl-C stops everything.
TEXT
}

id_of() { sed -n "s/^$1 //p" $data/demo/ids; }

print_demo() {
  local aisha
  aisha=$(id_of aisha-penrow)
  print_addresses
  cat <<TEXT
Demo people (all invented). Their short names are what 'token --as' takes:
  partnership office   olwen, piers (administrators), ines (information governance across the partnership)
  eastmere-council     amira (practitioner), joan (IG officer), rhys (administrator)
  eastmere-police      ben (practitioner), kath (IG officer), lena (administrator)
  eastmere-licensing   colm (practitioner), una (IG officer), tess (administrator)
  eastmere-health      sana (practitioner), greta (IG officer), femi (administrator)
  nobody's tenant      mallory (known to the issuer, not to the partnership)

To try in another shell, in this folder:

# 1. A token for Amira, a practitioner of the council's children's services
$data/datasharing token --as amira

# 2. The council discloses to the police what their agreement permits
curl -sS -D $data/demo/disclosed.headers -o $data/demo/disclosed.json -X POST $api/api/disclosures \\
  -H "Authorization: Bearer \$($data/datasharing token --as amira)" -H 'Idempotency-Key: my-first-share' -H 'Content-Type: application/json' \\
  -d '{"to":"eastmere-police","subjectId":"$aisha","purpose":"safeguarding-children","reason":"Missing since this morning","content":{"risk":{"level":"high"},"missing-episodes":{"count":10}}}' && cat $data/demo/disclosed.json && echo

# 3. Ben of the police reads it, stating a purpose and a reason
curl -sS -w '\n' $api/api/disclosures/\$(sed 's/^{"id":"\([^"]*\)".*/\1/' $data/demo/disclosed.json) \\
  -H "Authorization: Bearer \$($data/datasharing token --as ben)" -H 'Access-Purpose: safeguarding-children' -H 'Access-Reason: Strategy meeting today'

# 4. Colm of licensing asks for the same, and is told what a stranger is told
curl -sS -w '\n' $api/api/disclosures/\$(sed 's/^{"id":"\([^"]*\)".*/\1/' $data/demo/disclosed.json) \\
  -H "Authorization: Bearer \$($data/datasharing token --as colm)" -H 'Access-Purpose: safeguarding-children' -H 'Access-Reason: Curious'

# 5. Disclosing health data to licensing is prohibited: refused, with the reasons
curl -sS -w '\n' -X POST $api/api/disclosures \\
  -H "Authorization: Bearer \$($data/datasharing token --as amira)" -H 'Idempotency-Key: my-first-refusal' -H 'Content-Type: application/json' \\
  -d '{"to":"eastmere-licensing","subjectId":"$aisha","purpose":"safeguarding-children","reason":"For the premises review","content":{"health":{"summary":"none of their business"}}}'

# 6. The receipt of step 2 is genuine: the log's key signed that the entry will be in the log
$data/datasharing verify receipt --receipt @$data/demo/disclosed.headers --key $api/log/key

# 7. Joan, the council's information governance officer, sees who touched it, and why
curl -sS -w '\n' "$api/api/audit/entries?record=disclosure:\$(sed 's/^{"id":"\([^"]*\)".*/\1/' $data/demo/disclosed.json)" \\
  -H "Authorization: Bearer \$($data/datasharing token --as joan)"

Ctrl-C stops everything.
TEXT
  command -v curl >/dev/null 2>&1 || printf '\nThe commands use curl, which is not installed here: apt-get install curl\n'
}
