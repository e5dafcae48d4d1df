-- User: userName eq "Ada"
users.userNameKey = ?
  ? "ada"

-- User: userName ne "Ada"
((users.userNameKey = ?) IS NOT TRUE)
  ? "ada"

-- User: userName co "Ada"
INSTR(users.userNameKey, ?) > 0
  ? "ada"

-- User: userName sw "Ada"
(users.userNameKey >= ? AND users.userNameKey < ?)
  ? "ada"
  ? "adb"

-- User: userName ew "Ada"
SUBSTR(users.userNameKey, -LENGTH(?)) = ?
  ? "ada"
  ? "ada"

-- User: userName gt "Ada"
users.userNameKey > ?
  ? "ada"

-- User: userName ge "Ada"
users.userNameKey >= ?
  ? "ada"

-- User: userName lt "Ada"
users.userNameKey < ?
  ? "ada"

-- User: userName le "Ada"
users.userNameKey <= ?
  ? "ada"

-- User: userName pr
users.userNameKey <> ''

-- User: userName eq null
((users.userNameKey <> '') IS NOT TRUE)

-- User: userName eq "it's 100% _\\"
users.userNameKey = ?
  ? "it's 100% _\\"

-- User: userName co ""
users.userNameKey IS NOT NULL

-- User: userName sw ""
users.userNameKey IS NOT NULL

-- User: userName ew ""
users.userNameKey IS NOT NULL

-- User: userName sw "a\ud7ff"
(users.userNameKey >= ? AND users.userNameKey < ?)
  ? "a퟿"
  ? "a"

-- User: userName sw "a\udbff\udfff"
(users.userNameKey >= ? AND users.userNameKey < ?)
  ? "a􏿿"
  ? "b"

-- User: userName sw "\udbff\udfff"
users.userNameKey >= ?
  ? "􏿿"

-- User: externalId eq "Ada"
users.externalId = ?
  ? "Ada"

-- User: externalId ne "Ada"
((users.externalId = ?) IS NOT TRUE)
  ? "Ada"

-- User: externalId co "Ada"
INSTR(users.externalId, ?) > 0
  ? "Ada"

-- User: externalId gt "Ada"
users.externalId > ?
  ? "Ada"

-- User: externalId pr
users.externalId <> ''

-- User: id eq "00000000-0000-7000-8000-0000000000aa"
users.id = ?
  ? "00000000-0000-7000-8000-0000000000aa"

-- User: id ne "00000000-0000-7000-8000-0000000000aa"
((users.id = ?) IS NOT TRUE)
  ? "00000000-0000-7000-8000-0000000000aa"

-- User: id sw "00000000-0000-7000-8000-0000000000aa"
(users.id >= ? AND users.id < ?)
  ? "00000000-0000-7000-8000-0000000000aa"
  ? "00000000-0000-7000-8000-0000000000ab"

-- User: id le "00000000-0000-7000-8000-0000000000aa"
users.id <= ?
  ? "00000000-0000-7000-8000-0000000000aa"

-- User: id eq "no-id"
1 = 0

-- User: active eq true
CASE users.status WHEN 'revoked' THEN 'false' ELSE 'true' END = ?
  ? "true"

-- User: active ne false
((CASE users.status WHEN 'revoked' THEN 'false' ELSE 'true' END = ?) IS NOT TRUE)
  ? "false"

-- User: active pr
CASE users.status WHEN 'revoked' THEN 'false' ELSE 'true' END <> ''

-- User: meta.lastModified eq "2026-01-31T08:00:00+01:00"
users.lastModifiedAt = ?
  ? 1769842800000

-- User: meta.lastModified ne "2026-01-31T08:00:00+01:00"
((users.lastModifiedAt = ?) IS NOT TRUE)
  ? 1769842800000

-- User: meta.lastModified gt "2026-01-31T08:00:00+01:00"
users.lastModifiedAt > ?
  ? 1769842800000

-- User: meta.lastModified ge "2026-01-31T08:00:00+01:00"
users.lastModifiedAt >= ?
  ? 1769842800000

-- User: meta.lastModified lt "2026-01-31T08:00:00+01:00"
users.lastModifiedAt < ?
  ? 1769842800000

-- User: meta.lastModified le "2026-01-31T08:00:00+01:00"
users.lastModifiedAt <= ?
  ? 1769842800000

-- User: meta.created pr
users.createdAt IS NOT NULL

-- User: meta pr
1 = 1

-- User: meta.resourceType eq "User"
? = ?
  ? "User"
  ? "User"

-- User: meta.location ew "/a"
SUBSTR(CONCAT(?, users.id), -LENGTH(?)) = ?
  ? "https://muster.example.com/scim/v2/o/Users/"
  ? "/a"
  ? "/a"

-- User: meta.version eq "W/\"3\""
CONCAT(?, users.version, ?) = ?
  ? "W/\""
  ? "\""
  ? "W/\"3\""

-- User: emails.value eq "Ada@x.io"
users.id IN (SELECT e.userId FROM user_emails e WHERE e.organizationId = ? AND e.valueKey = ?)
  ? "00000000-0000-7000-8000-000000000001"
  ? "ada@x.io"

-- User: emails.value ne "Ada@x.io"
(users.id IN (SELECT e.userId FROM user_emails e WHERE e.organizationId = ? AND ((e.valueKey = ?) IS NOT TRUE)) OR ((users.id IN (SELECT e.userId FROM user_emails e WHERE e.organizationId = ? AND 1 = 1)) IS NOT TRUE))
  ? "00000000-0000-7000-8000-000000000001"
  ? "ada@x.io"
  ? "00000000-0000-7000-8000-000000000001"

-- User: emails.value co "Ada@x.io"
users.id IN (SELECT e.userId FROM user_emails e WHERE e.organizationId = ? AND INSTR(e.valueKey, ?) > 0)
  ? "00000000-0000-7000-8000-000000000001"
  ? "ada@x.io"

-- User: emails.value sw "Ada@x.io"
users.id IN (SELECT e.userId FROM user_emails e WHERE e.organizationId = ? AND (e.valueKey >= ? AND e.valueKey < ?))
  ? "00000000-0000-7000-8000-000000000001"
  ? "ada@x.io"
  ? "ada@x.ip"

-- User: emails.value ew "Ada@x.io"
users.id IN (SELECT e.userId FROM user_emails e WHERE e.organizationId = ? AND SUBSTR(e.valueKey, -LENGTH(?)) = ?)
  ? "00000000-0000-7000-8000-000000000001"
  ? "ada@x.io"
  ? "ada@x.io"

-- User: emails.value gt "Ada@x.io"
users.id IN (SELECT e.userId FROM user_emails e WHERE e.organizationId = ? AND e.valueKey > ?)
  ? "00000000-0000-7000-8000-000000000001"
  ? "ada@x.io"

-- User: emails.value ge "Ada@x.io"
users.id IN (SELECT e.userId FROM user_emails e WHERE e.organizationId = ? AND e.valueKey >= ?)
  ? "00000000-0000-7000-8000-000000000001"
  ? "ada@x.io"

-- User: emails.value lt "Ada@x.io"
users.id IN (SELECT e.userId FROM user_emails e WHERE e.organizationId = ? AND e.valueKey < ?)
  ? "00000000-0000-7000-8000-000000000001"
  ? "ada@x.io"

-- User: emails.value le "Ada@x.io"
users.id IN (SELECT e.userId FROM user_emails e WHERE e.organizationId = ? AND e.valueKey <= ?)
  ? "00000000-0000-7000-8000-000000000001"
  ? "ada@x.io"

-- User: emails eq "Ada@x.io"
users.id IN (SELECT e.userId FROM user_emails e WHERE e.organizationId = ? AND e.valueKey = ?)
  ? "00000000-0000-7000-8000-000000000001"
  ? "ada@x.io"

-- User: emails pr
users.id IN (SELECT e.userId FROM user_emails e WHERE e.organizationId = ? AND 1 = 1)
  ? "00000000-0000-7000-8000-000000000001"

-- User: emails.type pr
users.id IN (SELECT e.userId FROM user_emails e WHERE e.organizationId = ? AND e.typeKey <> '')
  ? "00000000-0000-7000-8000-000000000001"

-- User: emails eq null
((users.id IN (SELECT e.userId FROM user_emails e WHERE e.organizationId = ? AND 1 = 1)) IS NOT TRUE)
  ? "00000000-0000-7000-8000-000000000001"

-- User: emails.primary eq true
users.id IN (SELECT e.userId FROM user_emails e WHERE e.organizationId = ? AND e.isPrimary = ?)
  ? "00000000-0000-7000-8000-000000000001"
  ? "true"

-- User: emails[type eq "work"]
users.id IN (SELECT e.userId FROM user_emails e WHERE e.organizationId = ? AND e.typeKey = ?)
  ? "00000000-0000-7000-8000-000000000001"
  ? "work"

-- User: emails[type eq "work" and not (value ew "@x.io")]
users.id IN (SELECT e.userId FROM user_emails e WHERE e.organizationId = ? AND (e.typeKey = ? AND ((SUBSTR(e.valueKey, -LENGTH(?)) = ?) IS NOT TRUE)))
  ? "00000000-0000-7000-8000-000000000001"
  ? "work"
  ? "@x.io"
  ? "@x.io"

-- User: emails[type eq "work" or primary eq true]
users.id IN (SELECT e.userId FROM user_emails e WHERE e.organizationId = ? AND (e.typeKey = ? OR e.isPrimary = ?))
  ? "00000000-0000-7000-8000-000000000001"
  ? "work"
  ? "true"

-- User: emails[display pr]
users.id IN (SELECT e.userId FROM user_emails e WHERE e.organizationId = ? AND e.displayKey <> '')
  ? "00000000-0000-7000-8000-000000000001"

-- User: emails[display eq null]
users.id IN (SELECT e.userId FROM user_emails e WHERE e.organizationId = ? AND ((e.displayKey <> '') IS NOT TRUE))
  ? "00000000-0000-7000-8000-000000000001"

-- User: emails[type eq "work"].value sw "a"
users.id IN (SELECT e.userId FROM user_emails e WHERE e.organizationId = ? AND (e.typeKey = ? AND (e.valueKey >= ? AND e.valueKey < ?)))
  ? "00000000-0000-7000-8000-000000000001"
  ? "work"
  ? "a"
  ? "b"

-- User: groups.value eq "00000000-0000-7000-8000-0000000000aa"
users.id IN ( WITH RECURSIVE nested (outerId, innerId) AS ( SELECT groupId, nestedGroupId FROM group_members WHERE organizationId = ? AND nestedGroupId IS NOT NULL UNION SELECT m.groupId, n.innerId FROM nested n JOIN group_members m ON m.organizationId = ? AND m.nestedGroupId = n.outerId), ug (userId, groupId) AS ( SELECT userId, groupId FROM group_members WHERE organizationId = ? AND userId IS NOT NULL UNION ALL SELECT m.userId, n.outerId FROM nested n JOIN group_members m ON m.organizationId = ? AND m.groupId = n.innerId AND m.userId IS NOT NULL) SELECT ug.userId FROM ug JOIN user_groups g ON g.organizationId = ? AND g.id = ug.groupId WHERE ug.groupId = ?)
  ? "00000000-0000-7000-8000-000000000001"
  ? "00000000-0000-7000-8000-000000000001"
  ? "00000000-0000-7000-8000-000000000001"
  ? "00000000-0000-7000-8000-000000000001"
  ? "00000000-0000-7000-8000-000000000001"
  ? "00000000-0000-7000-8000-0000000000aa"

-- User: groups.value eq "no-id"
users.id IN ( WITH RECURSIVE nested (outerId, innerId) AS ( SELECT groupId, nestedGroupId FROM group_members WHERE organizationId = ? AND nestedGroupId IS NOT NULL UNION SELECT m.groupId, n.innerId FROM nested n JOIN group_members m ON m.organizationId = ? AND m.nestedGroupId = n.outerId), ug (userId, groupId) AS ( SELECT userId, groupId FROM group_members WHERE organizationId = ? AND userId IS NOT NULL UNION ALL SELECT m.userId, n.outerId FROM nested n JOIN group_members m ON m.organizationId = ? AND m.groupId = n.innerId AND m.userId IS NOT NULL) SELECT ug.userId FROM ug JOIN user_groups g ON g.organizationId = ? AND g.id = ug.groupId WHERE 1 = 0)
  ? "00000000-0000-7000-8000-000000000001"
  ? "00000000-0000-7000-8000-000000000001"
  ? "00000000-0000-7000-8000-000000000001"
  ? "00000000-0000-7000-8000-000000000001"
  ? "00000000-0000-7000-8000-000000000001"

-- User: groups.display co "x"
users.id IN ( WITH RECURSIVE nested (outerId, innerId) AS ( SELECT groupId, nestedGroupId FROM group_members WHERE organizationId = ? AND nestedGroupId IS NOT NULL UNION SELECT m.groupId, n.innerId FROM nested n JOIN group_members m ON m.organizationId = ? AND m.nestedGroupId = n.outerId), ug (userId, groupId) AS ( SELECT userId, groupId FROM group_members WHERE organizationId = ? AND userId IS NOT NULL UNION ALL SELECT m.userId, n.outerId FROM nested n JOIN group_members m ON m.organizationId = ? AND m.groupId = n.innerId AND m.userId IS NOT NULL) SELECT ug.userId FROM ug JOIN user_groups g ON g.organizationId = ? AND g.id = ug.groupId WHERE INSTR(g.displayNameKey, ?) > 0)
  ? "00000000-0000-7000-8000-000000000001"
  ? "00000000-0000-7000-8000-000000000001"
  ? "00000000-0000-7000-8000-000000000001"
  ? "00000000-0000-7000-8000-000000000001"
  ? "00000000-0000-7000-8000-000000000001"
  ? "x"

-- User: groups[type eq "direct"]
users.id IN ( WITH RECURSIVE nested (outerId, innerId) AS ( SELECT groupId, nestedGroupId FROM group_members WHERE organizationId = ? AND nestedGroupId IS NOT NULL UNION SELECT m.groupId, n.innerId FROM nested n JOIN group_members m ON m.organizationId = ? AND m.nestedGroupId = n.outerId), ug (userId, groupId) AS ( SELECT userId, groupId FROM group_members WHERE organizationId = ? AND userId IS NOT NULL UNION ALL SELECT m.userId, n.outerId FROM nested n JOIN group_members m ON m.organizationId = ? AND m.groupId = n.innerId AND m.userId IS NOT NULL) SELECT ug.userId FROM ug JOIN user_groups g ON g.organizationId = ? AND g.id = ug.groupId WHERE CASE WHEN EXISTS (SELECT 1 FROM group_members d WHERE d.organizationId = ? AND d.groupId = ug.groupId AND d.memberId = ug.userId) THEN 'direct' ELSE 'indirect' END = ?)
  ? "00000000-0000-7000-8000-000000000001"
  ? "00000000-0000-7000-8000-000000000001"
  ? "00000000-0000-7000-8000-000000000001"
  ? "00000000-0000-7000-8000-000000000001"
  ? "00000000-0000-7000-8000-000000000001"
  ? "00000000-0000-7000-8000-000000000001"
  ? "direct"

-- User: groups pr
users.id IN ( WITH RECURSIVE nested (outerId, innerId) AS ( SELECT groupId, nestedGroupId FROM group_members WHERE organizationId = ? AND nestedGroupId IS NOT NULL UNION SELECT m.groupId, n.innerId FROM nested n JOIN group_members m ON m.organizationId = ? AND m.nestedGroupId = n.outerId), ug (userId, groupId) AS ( SELECT userId, groupId FROM group_members WHERE organizationId = ? AND userId IS NOT NULL UNION ALL SELECT m.userId, n.outerId FROM nested n JOIN group_members m ON m.organizationId = ? AND m.groupId = n.innerId AND m.userId IS NOT NULL) SELECT ug.userId FROM ug JOIN user_groups g ON g.organizationId = ? AND g.id = ug.groupId WHERE 1 = 1)
  ? "00000000-0000-7000-8000-000000000001"
  ? "00000000-0000-7000-8000-000000000001"
  ? "00000000-0000-7000-8000-000000000001"
  ? "00000000-0000-7000-8000-000000000001"
  ? "00000000-0000-7000-8000-000000000001"

-- User: name.familyName eq "Byron"
json_extract(users.searchKeys, '$."name"."familyName"') = ?
  ? "byron"

-- User: name.familyName ne "Byron"
((json_extract(users.searchKeys, '$."name"."familyName"') = ?) IS NOT TRUE)
  ? "byron"

-- User: name.familyName co "Byron"
INSTR(json_extract(users.searchKeys, '$."name"."familyName"'), ?) > 0
  ? "byron"

-- User: name.familyName sw "Byron"
(json_extract(users.searchKeys, '$."name"."familyName"') >= ? AND json_extract(users.searchKeys, '$."name"."familyName"') < ?)
  ? "byron"
  ? "byroo"

-- User: name.familyName ew "Byron"
SUBSTR(json_extract(users.searchKeys, '$."name"."familyName"'), -LENGTH(?)) = ?
  ? "byron"
  ? "byron"

-- User: name.familyName gt "Byron"
json_extract(users.searchKeys, '$."name"."familyName"') > ?
  ? "byron"

-- User: name.familyName ge "Byron"
json_extract(users.searchKeys, '$."name"."familyName"') >= ?
  ? "byron"

-- User: name.familyName lt "Byron"
json_extract(users.searchKeys, '$."name"."familyName"') < ?
  ? "byron"

-- User: name.familyName le "Byron"
json_extract(users.searchKeys, '$."name"."familyName"') <= ?
  ? "byron"

-- User: name.familyName pr
json_extract(users.searchKeys, '$."name"."familyName"') <> ''

-- User: name[familyName eq "Byron" and not (givenName pr)]
(json_type(users.searchKeys, '$."name"') IS NOT NULL AND (json_extract(users.searchKeys, '$."name"."familyName"') = ? AND ((json_extract(users.searchKeys, '$."name"."givenName"') <> '') IS NOT TRUE)))
  ? "byron"

-- User: name pr
json_type(users.searchKeys, '$."name"') IS NOT NULL

-- User: name eq null
((json_type(users.searchKeys, '$."name"') IS NOT NULL) IS NOT TRUE)

-- User: title ne null
json_extract(users.searchKeys, '$."title"') <> ''

-- User: profileUrl eq "https://x.io/A"
json_extract(users.searchKeys, '$."profileUrl"') = ?
  ? "https://x.io/A"

-- User: phoneNumbers.value eq "1"
(SELECT COUNT(*) FROM json_each(users.searchKeys, '$."phoneNumbers"') element_ WHERE json_extract((CASE element_.type WHEN 'object' THEN element_.value ELSE json_quote(element_.value) END), '$."value"') = ?) > 0
  ? "1"

-- User: phoneNumbers.value ne "1"
((SELECT COUNT(*) FROM json_each(users.searchKeys, '$."phoneNumbers"') element_ WHERE ((json_extract((CASE element_.type WHEN 'object' THEN element_.value ELSE json_quote(element_.value) END), '$."value"') = ?) IS NOT TRUE)) > 0 OR (((SELECT COUNT(*) FROM json_each(users.searchKeys, '$."phoneNumbers"') element_ WHERE 1 = 1) > 0) IS NOT TRUE))
  ? "1"

-- User: phoneNumbers pr
(SELECT COUNT(*) FROM json_each(users.searchKeys, '$."phoneNumbers"') element_ WHERE 1 = 1) > 0

-- User: phoneNumbers.type pr
(SELECT COUNT(*) FROM json_each(users.searchKeys, '$."phoneNumbers"') element_ WHERE json_extract((CASE element_.type WHEN 'object' THEN element_.value ELSE json_quote(element_.value) END), '$."type"') <> '') > 0

-- User: phoneNumbers[type eq "work" and value sw "+49"]
(SELECT COUNT(*) FROM json_each(users.searchKeys, '$."phoneNumbers"') element_ WHERE (json_extract((CASE element_.type WHEN 'object' THEN element_.value ELSE json_quote(element_.value) END), '$."type"') = ? AND (json_extract((CASE element_.type WHEN 'object' THEN element_.value ELSE json_quote(element_.value) END), '$."value"') >= ? AND json_extract((CASE element_.type WHEN 'object' THEN element_.value ELSE json_quote(element_.value) END), '$."value"') < ?))) > 0
  ? "work"
  ? "+49"
  ? "+4:"

-- User: schemas eq "urn:acme:User"
(SELECT COUNT(*) FROM json_each(users.searchKeys, '$."schemas"') element_ WHERE json_extract((CASE element_.type WHEN 'object' THEN element_.value ELSE json_quote(element_.value) END), '$') = ?) > 0
  ? "urn:acme:User"

-- User: urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "R&D"
json_extract(users.searchKeys, '$."urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"."department"') = ?
  ? "r&d"

-- User: urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq "A"
json_extract(users.searchKeys, '$."urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"."manager"."value"') = ?
  ? "A"

-- User: urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager eq "A"
json_extract(users.searchKeys, '$."urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"."manager"."value"') = ?
  ? "A"

-- User: urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager pr
json_type(users.searchKeys, '$."urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"."manager"') IS NOT NULL

-- User: urn:acme:User:quota eq 5
json_extract(users.searchKeys, '$."urn:acme:User"."quota"') = ?
  ? 5

-- User: urn:acme:User:quota ne 5
((json_extract(users.searchKeys, '$."urn:acme:User"."quota"') = ?) IS NOT TRUE)
  ? 5

-- User: urn:acme:User:quota gt 5
json_extract(users.searchKeys, '$."urn:acme:User"."quota"') > ?
  ? 5

-- User: urn:acme:User:quota ge 5
json_extract(users.searchKeys, '$."urn:acme:User"."quota"') >= ?
  ? 5

-- User: urn:acme:User:quota lt 5
json_extract(users.searchKeys, '$."urn:acme:User"."quota"') < ?
  ? 5

-- User: urn:acme:User:quota le 5
json_extract(users.searchKeys, '$."urn:acme:User"."quota"') <= ?
  ? 5

-- User: urn:acme:User:quota pr
json_extract(users.searchKeys, '$."urn:acme:User"."quota"') IS NOT NULL

-- User: urn:acme:User:rate lt -1.5e3
json_extract(users.searchKeys, '$."urn:acme:User"."rate"') < ?
  ? -1500

-- User: urn:acme:User:remote eq true
json_extract(users.searchKeys, '$."urn:acme:User"."remote"') = ?
  ? "true"

-- User: urn:acme:User:remote ne true
((json_extract(users.searchKeys, '$."urn:acme:User"."remote"') = ?) IS NOT TRUE)
  ? "true"

-- User: urn:acme:User:since eq "2026-01-31T08:00:00.5Z"
json_extract(users.searchKeys, '$."urn:acme:User"."since"') = ?
  ? 1769846400500

-- User: urn:acme:User:since ge "2026-01-31T08:00:00.5Z"
json_extract(users.searchKeys, '$."urn:acme:User"."since"') >= ?
  ? 1769846400500

-- User: urn:acme:User:since pr
json_extract(users.searchKeys, '$."urn:acme:User"."since"') IS NOT NULL

-- User: urn:acme:User:seal co "TU"
INSTR(json_extract(users.searchKeys, '$."urn:acme:User"."seal"'), ?) > 0
  ? "TU"

-- User: urn:acme:User:tags eq "A"
(SELECT COUNT(*) FROM json_each(users.searchKeys, '$."urn:acme:User"."tags"') element_ WHERE json_extract((CASE element_.type WHEN 'object' THEN element_.value ELSE json_quote(element_.value) END), '$') = ?) > 0
  ? "a"

-- User: urn:acme:User:tags ne "A"
((SELECT COUNT(*) FROM json_each(users.searchKeys, '$."urn:acme:User"."tags"') element_ WHERE ((json_extract((CASE element_.type WHEN 'object' THEN element_.value ELSE json_quote(element_.value) END), '$') = ?) IS NOT TRUE)) > 0 OR (((SELECT COUNT(*) FROM json_each(users.searchKeys, '$."urn:acme:User"."tags"') element_ WHERE 1 = 1) > 0) IS NOT TRUE))
  ? "a"

-- User: urn:acme:User:tags[value eq "A" or value sw "B"]
(SELECT COUNT(*) FROM json_each(users.searchKeys, '$."urn:acme:User"."tags"') element_ WHERE (json_extract((CASE element_.type WHEN 'object' THEN element_.value ELSE json_quote(element_.value) END), '$') = ? OR (json_extract((CASE element_.type WHEN 'object' THEN element_.value ELSE json_quote(element_.value) END), '$') >= ? AND json_extract((CASE element_.type WHEN 'object' THEN element_.value ELSE json_quote(element_.value) END), '$') < ?))) > 0
  ? "a"
  ? "b"
  ? "c"

-- User: urn:acme:User:tags pr
(SELECT COUNT(*) FROM json_each(users.searchKeys, '$."urn:acme:User"."tags"') element_ WHERE json_extract((CASE element_.type WHEN 'object' THEN element_.value ELSE json_quote(element_.value) END), '$') <> '') > 0

-- User: urn:acme:User:sizes gt 5
(SELECT COUNT(*) FROM json_each(users.searchKeys, '$."urn:acme:User"."sizes"') element_ WHERE json_extract((CASE element_.type WHEN 'object' THEN element_.value ELSE json_quote(element_.value) END), '$') > ?) > 0
  ? 5

-- User: urn:acme:User:sizes pr
(SELECT COUNT(*) FROM json_each(users.searchKeys, '$."urn:acme:User"."sizes"') element_ WHERE json_extract((CASE element_.type WHEN 'object' THEN element_.value ELSE json_quote(element_.value) END), '$') IS NOT NULL) > 0

-- User: urn:acme:User:desk.floor eq 2
json_extract(users.searchKeys, '$."urn:acme:User"."desk"."floor"') = ?
  ? 2

-- User: urn:acme:User:badges.issued lt "2026-01-31T08:00:00Z"
(SELECT COUNT(*) FROM json_each(users.searchKeys, '$."urn:acme:User"."badges"') element_ WHERE json_extract((CASE element_.type WHEN 'object' THEN element_.value ELSE json_quote(element_.value) END), '$."issued"') < ?) > 0
  ? 1769846400000

-- User: urn:acme:User:badges[value eq "A" and issued pr]
(SELECT COUNT(*) FROM json_each(users.searchKeys, '$."urn:acme:User"."badges"') element_ WHERE (json_extract((CASE element_.type WHEN 'object' THEN element_.value ELSE json_quote(element_.value) END), '$."value"') = ? AND json_extract((CASE element_.type WHEN 'object' THEN element_.value ELSE json_quote(element_.value) END), '$."issued"') IS NOT NULL)) > 0
  ? "a"

-- User: not (title pr)
((json_extract(users.searchKeys, '$."title"') <> '') IS NOT TRUE)

-- User: not (not (title pr))
((((json_extract(users.searchKeys, '$."title"') <> '') IS NOT TRUE)) IS NOT TRUE)

-- User: title pr and userType eq "Employee"
(json_extract(users.searchKeys, '$."title"') <> '' AND json_extract(users.searchKeys, '$."userType"') = ?)
  ? "employee"

-- User: title pr or userType eq "Employee"
(json_extract(users.searchKeys, '$."title"') <> '' OR json_extract(users.searchKeys, '$."userType"') = ?)
  ? "employee"

-- User: title pr and (userType eq "Employee" or not (active eq true)) and userName sw "a"
(json_extract(users.searchKeys, '$."title"') <> '' AND (json_extract(users.searchKeys, '$."userType"') = ? OR ((CASE users.status WHEN 'revoked' THEN 'false' ELSE 'true' END = ?) IS NOT TRUE)) AND (users.userNameKey >= ? AND users.userNameKey < ?))
  ? "employee"
  ? "true"
  ? "a"
  ? "b"

-- Group: displayName eq "Crew"
user_groups.displayNameKey = ?
  ? "crew"

-- Group: displayName sw "C"
(user_groups.displayNameKey >= ? AND user_groups.displayNameKey < ?)
  ? "c"
  ? "d"

-- Group: members.value eq "00000000-0000-7000-8000-0000000000aa"
user_groups.id IN (SELECT m.groupId FROM group_members m WHERE m.organizationId = ? AND (m.userId = ? OR m.nestedGroupId = ?))
  ? "00000000-0000-7000-8000-000000000001"
  ? "00000000-0000-7000-8000-0000000000aa"
  ? "00000000-0000-7000-8000-0000000000aa"

-- Group: members.value ne "00000000-0000-7000-8000-0000000000aa"
(user_groups.id IN (SELECT m.groupId FROM group_members m WHERE m.organizationId = ? AND (((m.userId = ? OR m.nestedGroupId = ?)) IS NOT TRUE)) OR ((user_groups.id IN (SELECT m.groupId FROM group_members m WHERE m.organizationId = ? AND 1 = 1)) IS NOT TRUE))
  ? "00000000-0000-7000-8000-000000000001"
  ? "00000000-0000-7000-8000-0000000000aa"
  ? "00000000-0000-7000-8000-0000000000aa"
  ? "00000000-0000-7000-8000-000000000001"

-- Group: members.value eq "no-id"
user_groups.id IN (SELECT m.groupId FROM group_members m WHERE m.organizationId = ? AND 1 = 0)
  ? "00000000-0000-7000-8000-000000000001"

-- Group: members[type eq "User"]
user_groups.id IN (SELECT m.groupId FROM group_members m WHERE m.organizationId = ? AND CASE WHEN m.userId IS NULL THEN 'group' ELSE 'user' END = ?)
  ? "00000000-0000-7000-8000-000000000001"
  ? "user"

-- Group: members pr
user_groups.id IN (SELECT m.groupId FROM group_members m WHERE m.organizationId = ? AND 1 = 1)
  ? "00000000-0000-7000-8000-000000000001"

-- Group: members eq null
((user_groups.id IN (SELECT m.groupId FROM group_members m WHERE m.organizationId = ? AND 1 = 1)) IS NOT TRUE)
  ? "00000000-0000-7000-8000-000000000001"

-- User by userName, ascending
users.userNameKey AS sortKey_ ORDER BY sortKey_ ASC

-- User by userName, descending
users.userNameKey AS sortKey_ ORDER BY sortKey_ DESC

-- User by externalId, ascending
users.externalId AS sortKey_ ORDER BY sortKey_ IS NULL ASC,sortKey_ ASC,id ASC

-- User by externalId, descending
users.externalId AS sortKey_ ORDER BY sortKey_ IS NULL DESC,sortKey_ DESC,id DESC

-- User by id, ascending
users.id AS sortKey_ ORDER BY sortKey_ ASC

-- User by id, descending
users.id AS sortKey_ ORDER BY sortKey_ DESC

-- User by meta.lastModified, ascending
users.lastModifiedAt AS sortKey_ ORDER BY sortKey_ ASC,id ASC

-- User by meta.lastModified, descending
users.lastModifiedAt AS sortKey_ ORDER BY sortKey_ DESC,id DESC

-- User by emails, ascending
(SELECT e.valueKey FROM user_emails e WHERE e.organizationId = ? AND e.userId = users.id ORDER BY CASE WHEN e.isPrimary = 'true' THEN 0 ELSE 1 END, e.position LIMIT 1) AS sortKey_ ORDER BY sortKey_ IS NULL ASC,sortKey_ ASC,id ASC
  ? "00000000-0000-7000-8000-000000000001"

-- User by emails, descending
(SELECT e.valueKey FROM user_emails e WHERE e.organizationId = ? AND e.userId = users.id ORDER BY CASE WHEN e.isPrimary = 'true' THEN 0 ELSE 1 END, e.position LIMIT 1) AS sortKey_ ORDER BY sortKey_ IS NULL DESC,sortKey_ DESC,id DESC
  ? "00000000-0000-7000-8000-000000000001"

-- User by emails.type, ascending
(SELECT e.typeKey FROM user_emails e WHERE e.organizationId = ? AND e.userId = users.id ORDER BY CASE WHEN e.isPrimary = 'true' THEN 0 ELSE 1 END, e.position LIMIT 1) AS sortKey_ ORDER BY sortKey_ IS NULL ASC,sortKey_ ASC,id ASC
  ? "00000000-0000-7000-8000-000000000001"

-- User by emails.type, descending
(SELECT e.typeKey FROM user_emails e WHERE e.organizationId = ? AND e.userId = users.id ORDER BY CASE WHEN e.isPrimary = 'true' THEN 0 ELSE 1 END, e.position LIMIT 1) AS sortKey_ ORDER BY sortKey_ IS NULL DESC,sortKey_ DESC,id DESC
  ? "00000000-0000-7000-8000-000000000001"

-- User by name.familyName, ascending
json_extract(users.searchKeys, '$."name"."familyName"') AS sortKey_ ORDER BY sortKey_ IS NULL ASC,sortKey_ ASC,id ASC

-- User by name.familyName, descending
json_extract(users.searchKeys, '$."name"."familyName"') AS sortKey_ ORDER BY sortKey_ IS NULL DESC,sortKey_ DESC,id DESC

-- User by phoneNumbers, ascending
(SELECT json_extract((CASE element_.type WHEN 'object' THEN element_.value ELSE json_quote(element_.value) END), '$."value"') FROM json_each(users.searchKeys, '$."phoneNumbers"') element_ ORDER BY CASE WHEN json_extract((CASE element_.type WHEN 'object' THEN element_.value ELSE json_quote(element_.value) END), '$."primary"') = 'true' THEN 0 ELSE 1 END, element_.key LIMIT 1) AS sortKey_ ORDER BY sortKey_ IS NULL ASC,sortKey_ ASC,id ASC

-- User by phoneNumbers, descending
(SELECT json_extract((CASE element_.type WHEN 'object' THEN element_.value ELSE json_quote(element_.value) END), '$."value"') FROM json_each(users.searchKeys, '$."phoneNumbers"') element_ ORDER BY CASE WHEN json_extract((CASE element_.type WHEN 'object' THEN element_.value ELSE json_quote(element_.value) END), '$."primary"') = 'true' THEN 0 ELSE 1 END, element_.key LIMIT 1) AS sortKey_ ORDER BY sortKey_ IS NULL DESC,sortKey_ DESC,id DESC

-- User by urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value, ascending
json_extract(users.searchKeys, '$."urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"."manager"."value"') AS sortKey_ ORDER BY sortKey_ IS NULL ASC,sortKey_ ASC,id ASC

-- User by urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value, descending
json_extract(users.searchKeys, '$."urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"."manager"."value"') AS sortKey_ ORDER BY sortKey_ IS NULL DESC,sortKey_ DESC,id DESC

-- User by urn:acme:User:quota, ascending
json_extract(users.searchKeys, '$."urn:acme:User"."quota"') AS sortKey_ ORDER BY sortKey_ IS NULL ASC,sortKey_ ASC,id ASC

-- User by urn:acme:User:quota, descending
json_extract(users.searchKeys, '$."urn:acme:User"."quota"') AS sortKey_ ORDER BY sortKey_ IS NULL DESC,sortKey_ DESC,id DESC

-- User by urn:acme:User:tags, ascending
(SELECT json_extract((CASE element_.type WHEN 'object' THEN element_.value ELSE json_quote(element_.value) END), '$') FROM json_each(users.searchKeys, '$."urn:acme:User"."tags"') element_ ORDER BY CASE WHEN json_extract((CASE element_.type WHEN 'object' THEN element_.value ELSE json_quote(element_.value) END), '$."primary"') = 'true' THEN 0 ELSE 1 END, element_.key LIMIT 1) AS sortKey_ ORDER BY sortKey_ IS NULL ASC,sortKey_ ASC,id ASC

-- User by urn:acme:User:tags, descending
(SELECT json_extract((CASE element_.type WHEN 'object' THEN element_.value ELSE json_quote(element_.value) END), '$') FROM json_each(users.searchKeys, '$."urn:acme:User"."tags"') element_ ORDER BY CASE WHEN json_extract((CASE element_.type WHEN 'object' THEN element_.value ELSE json_quote(element_.value) END), '$."primary"') = 'true' THEN 0 ELSE 1 END, element_.key LIMIT 1) AS sortKey_ ORDER BY sortKey_ IS NULL DESC,sortKey_ DESC,id DESC

-- User by id alone, ascending
NULL AS sortKey_ ORDER BY id ASC

-- User by id alone, descending
NULL AS sortKey_ ORDER BY id DESC

-- Group by displayName, ascending
user_groups.displayNameKey AS sortKey_ ORDER BY sortKey_ ASC

-- Group by displayName, descending
user_groups.displayNameKey AS sortKey_ ORDER BY sortKey_ DESC

-- Group by members, ascending
(SELECT MIN(m.memberId) FROM group_members m WHERE m.organizationId = ? AND m.groupId = user_groups.id) AS sortKey_ ORDER BY sortKey_ IS NULL ASC,sortKey_ ASC,id ASC
  ? "00000000-0000-7000-8000-000000000001"

-- Group by members, descending
(SELECT MIN(m.memberId) FROM group_members m WHERE m.organizationId = ? AND m.groupId = user_groups.id) AS sortKey_ ORDER BY sortKey_ IS NULL DESC,sortKey_ DESC,id DESC
  ? "00000000-0000-7000-8000-000000000001"

-- User by id alone, ascending, behind null
id > ?
  ? "00000000-0000-7000-8000-0000000000aa"

-- User by id alone, descending, behind null
id < ?
  ? "00000000-0000-7000-8000-0000000000aa"

-- User by userName, ascending, behind "ada"
users.userNameKey > ?
  ? "ada"

-- User by userName, descending, behind "ada"
users.userNameKey < ?
  ? "ada"

-- User by meta.lastModified, ascending, behind 1769842800000
(users.lastModifiedAt >= ? AND (users.lastModifiedAt > ? OR id > ?))
  ? 1769842800000
  ? 1769842800000
  ? "00000000-0000-7000-8000-0000000000aa"

-- User by meta.lastModified, descending, behind 1769842800000
(users.lastModifiedAt <= ? AND (users.lastModifiedAt < ? OR id < ?))
  ? 1769842800000
  ? 1769842800000
  ? "00000000-0000-7000-8000-0000000000aa"

-- User by name.familyName, ascending, behind "byron"
((json_extract(users.searchKeys, '$."name"."familyName"') >= ? AND (json_extract(users.searchKeys, '$."name"."familyName"') > ? OR id > ?)) OR json_extract(users.searchKeys, '$."name"."familyName"') IS NULL)
  ? "byron"
  ? "byron"
  ? "00000000-0000-7000-8000-0000000000aa"

-- User by name.familyName, descending, behind "byron"
(json_extract(users.searchKeys, '$."name"."familyName"') <= ? AND (json_extract(users.searchKeys, '$."name"."familyName"') < ? OR id < ?))
  ? "byron"
  ? "byron"
  ? "00000000-0000-7000-8000-0000000000aa"

-- User by name.familyName, ascending, behind null
(json_extract(users.searchKeys, '$."name"."familyName"') IS NULL AND id > ?)
  ? "00000000-0000-7000-8000-0000000000aa"

-- User by name.familyName, descending, behind null
((json_extract(users.searchKeys, '$."name"."familyName"') IS NULL AND id < ?) OR json_extract(users.searchKeys, '$."name"."familyName"') IS NOT NULL)
  ? "00000000-0000-7000-8000-0000000000aa"

