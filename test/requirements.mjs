/**
 * What RFC 7643, RFC 7644, RFC 9865 and RFC 9967 demand of a server with MUST, SHALL or REQUIRED, in our own words, and the test
 * that proves it: file and title. `npm run conformance:table` writes docs/conformance.md from it.
 */
const resources = 'scim/resources.e2e-spec.ts';
const queries = 'scim/queries.e2e-spec.ts';
const sorting = 'scim/sorting.e2e-spec.ts';
const cursors = 'scim/cursors.e2e-spec.ts';
const badInput = 'scim/bad-input.e2e-spec.ts';
const members = 'scim/members.e2e-spec.ts';
const bulk = 'scim/bulk.e2e-spec.ts';
const extensions = 'scim/extensions.e2e-spec.ts';
const authentication = 'scim/authentication.e2e-spec.ts';
const isolation = 'scim/isolation.e2e-spec.ts';
const text = 'scim/text.e2e-spec.ts';
const concurrency = 'scim/concurrency.e2e-spec.ts';
const asynchronous = 'scim/async.e2e-spec.ts';
const asyncQueue = 'scim/async-queue.e2e-spec.ts';
const okta = 'clients/okta.e2e-spec.ts';
const entra = 'clients/entra-id.e2e-spec.ts';
const filters = 'properties/filters.e2e-spec.ts';
const patches = 'properties/patches.e2e-spec.ts';
const fuzz = 'faults/fuzz.e2e-spec.ts';

const filterRows = [queries, 'A filter finds who it describes'];
const randomFilters = [filters, 'random filters find whom a small reference evaluator finds'];
const patchGrid = [
  'properties/patch-grid.e2e-spec.ts',
  'does what it says, or is 400 with a scimType and changes nothing',
];
const patchValues = 'scim/patch-values.e2e-spec.ts';
const randomPatches = [patches, 'random PATCHes of people do what a small model says'];
const noScimMessage = [badInput, 'A body that is no SCIM message'];
const nonsensePatch = [badInput, 'A PATCH that makes no sense'];
const nonsenseQuery = [badInput, 'A query that makes no sense'];
const made = [resources, 'is 201 with its representation, and its absolute URI'];
const ownMaking = [resources, 'has an id, meta and groups of the server’s making'];
const oneState = [resources, 'has no attribute for null, an empty list or an empty object'];
const discovery = [queries, 'ResourceTypes and Schemas agree with each other'];
const config = [queries, 'ServiceProviderConfig is exactly true'];
const projection = [queries, 'attributes and excludedAttributes'];
const versions = [queries, 'the ETag is meta.version; If-None-Match is 304, a stale If-Match 412'];
const putReplaces = [resources, 'replaces what it gives, clears what it leaves out'];
const answered202 = [asynchronous, 'is answered with 202, its txn and no body, and told when it is done'];
const fits = [extensions, 'a value that does not fit is refused'];

/** [section, demand, test] */
export const requirements = {
  'RFC 7643': [
    ['2.1', 'Attribute names are compared without case', [resources, 'keeps values as they were given, and names as']],
    [
      '2.2',
      'Characteristics that a definition leaves out have the stated defaults',
      [extensions, 'discovery shows it'],
    ],
    ['2.2', 'An immutable attribute is not changed once it has a value', [extensions, 'with an immutable value once']],
    ['2.2', 'An attribute that is never returned is in no answer', [extensions, 'values come back under its URN']],
    ['2.2', 'An attribute that is always returned is in every answer', projection],
    [
      '2.2',
      'An attribute returned on request is in an answer only if it was asked for',
      [extensions, 'values come back under'],
    ],
    ['2.3.1', 'A string is a string; case matters only where caseExact says so', [text, 'is compared with case']],
    ['2.3.2', 'A boolean is true or false', [entra, 'A strict key']],
    ['2.3.4', 'An integer has no fraction', fits],
    ['2.3.5', 'A dateTime is an xsd:dateTime with date and time', fits],
    ['2.3.5', 'dateTimes are compared as instants', filterRows],
    ['2.3.6', 'Binary values are base64, and case matters', filterRows],
    ['2.3.7', 'A reference is case exact', randomFilters],
    ['2.3.8', 'A sub-attribute of a complex attribute is not complex', [extensions, 'has all of them listed']],
    ['2.4', 'primary is true at most once in an attribute', [resources, 'with %s is refused']],
    ['2.4', 'The same (type, value) is not returned twice', randomPatches],
    ['2.5', 'null, an empty list and absence are one state', oneState],
    [
      '2.5',
      'null in a POST or PUT is the same as absence',
      [patchValues, 'In POST and PUT null is the same as absent'],
    ],
    ['2.5', 'null unassigns what it stands for and nothing else', patchGrid],
    [
      '3',
      'schemas is in every resource, is not empty and has no doubles',
      [resources, 'keeps values as they were given'],
    ],
    [
      '3',
      'The URN of each extension in use is in schemas',
      [resources, 'what it makes of an extension is named in schemas'],
    ],
    ['3.1', 'id is made by the server, unique, stable and never used again', ownMaking],
    ['3.1', 'An id is unique over all resource types', [resources, 'an id of one resource type is no id of another']],
    ['3.1', 'id is returned in every answer', projection],
    ['3.1', 'externalId belongs to the client and is case exact', [text, 'externalId is compared with case']],
    ['3.1', 'meta from clients is ignored', ownMaking],
    ['3.1', 'lastModified equals created until the first change', made],
    ['3.1', 'meta.location is the URI of the resource', made],
    ['3.1', 'meta.version equals the ETag', versions],
    ['3.3', 'Values of an extension stand under its URN', [extensions, 'values come back under its URN']],
    ['4.1.1', 'userName is required', [resources, 'with %s is refused']],
    ['4.1.1', 'userName is unique without regard to case', [concurrency, '50 POSTs of one userName in mixed case']],
    ['4.1.1', 'A password is never returned, nor is it kept in clear text', [okta, 'the password is nowhere']],
    [
      '4.1.2',
      'groups of a user is changed through the groups only',
      [members, 'groups cannot be written through the user'],
    ],
    ['4.2', 'displayName of a group is required', [resources, 'a group needs a displayName']],
    ['4.2', 'A member’s value is immutable', [members, 'cannot be changed']],
    ['4.3', 'The Enterprise User extension is there under its URN', filterRows],
    [
      '5',
      'ServiceProviderConfig has patch, bulk, filter, changePassword, sort, etag and authenticationSchemes',
      config,
    ],
    ['6', 'A resource type has name, endpoint and schema', discovery],
    ['7', 'A schema has id and attributes with all characteristics', discovery],
    [
      '7',
      'canonicalValues are suggestions unless the server says otherwise',
      [resources, 'takes canonical values as sugg'],
    ],
    [
      '9.2',
      'Case rules are the same in filters, uniqueness and sorting',
      [text, 'userName eq finds exactly that person'],
    ],
    [
      '9.3',
      'What one client may not see is shown to it in no answer',
      [isolation, 'cannot be told from resources that'],
    ],
  ],
  'RFC 7644': [
    [
      '2',
      'A request without proper credentials is refused with 401',
      [authentication, 'every route but the declared public'],
    ],
    ['2', 'A 401 names its scheme in WWW-Authenticate', [authentication, 'whatever is wrong with the key']],
    ['3.1', 'application/scim+json is taken and returned', made],
    [
      '3.1',
      'application/json is taken, and returned to who accepts only that',
      [badInput, 'application/json is answered'],
    ],
    ['3.1', 'Bodies are UTF-8', noScimMessage],
    [
      '3.2',
      'GET, POST, PUT, PATCH and DELETE do what the table says; others are refused',
      [badInput, 'is %i in SCIM JSON'],
    ],
    ['3.3', 'A created resource is 201 with its URI in Location and in meta.location', made],
    ['3.3', 'readOnly attributes in a POST are ignored', ownMaking],
    ['3.3', 'A taken unique value is 409 uniqueness', [resources, 'of a name that is taken is 409 uniqueness']],
    ['3.3', 'Nothing is created when the request is refused', noScimMessage],
    ['3.4.1', 'A resource is read at its URI', [queries, 'by id, exactly and without case games']],
    ['3.4.2', 'Results are a ListResponse; none found is 200 with totalResults 0', [okta, 'finds nobody with 200']],
    ['3.4.2', 'totalResults, startIndex and itemsPerPage are true', [queries, 'index paging in a stable order']],
    ['3.4.2.1', 'A query at the root searches all resource types', [sorting, 'A query at the base URL']],
    [
      '3.4.2.1',
      'An attribute that a resource type does not have counts as unassigned at the root',
      [sorting, 'A query at the base'],
    ],
    ['3.4.2.2', 'All operators are understood, in any letter case', filterRows],
    ['3.4.2.2', 'Grouping, not, and, or bind in this order', randomFilters],
    ['3.4.2.2', 'Attribute names may be preceded by the URN of their schema', filterRows],
    ['3.4.2.2', 'A value filter is satisfied by one element as a whole', filterRows],
    ['3.4.2.2', 'A multi-valued attribute matches if any of its values does', randomFilters],
    ['3.4.2.2', 'Text is compared with or without case as caseExact says', randomFilters],
    ['3.4.2.2', 'Ordering a boolean or binary attribute is 400 invalidFilter', nonsenseQuery],
    ['3.4.2.2', 'A filter that cannot be understood is 400 invalidFilter', nonsenseQuery],
    ['3.4.2.2', 'Strings are JSON strings', [text, 'userName eq finds exactly that person']],
    [
      '3.4.2.2',
      'A query that would take too long is 400 tooMany',
      ['scim/budget.e2e-spec.ts', 'is 400 tooMany for too many'],
    ],
    ['3.4.2.3', 'sortOrder without a value is ascending', [sorting, 'sortBy']],
    ['3.4.2.3', 'Sorting follows caseExact', [sorting, 'sortBy']],
    ['3.4.2.3', 'A multi-valued attribute sorts by its primary value, else by its first', [sorting, 'sortBy']],
    ['3.4.2.3', 'Resources without the value come last in ascending order', [sorting, 'sortBy']],
    ['3.4.2.4', 'startIndex below 1 is 1, count below 0 is 0', nonsenseQuery],
    ['3.4.2.4', 'No more than count results are returned', [queries, 'index paging in a stable order']],
    ['3.4.2.5', 'attributes and excludedAttributes choose what is returned', projection],
    ['3.4.3', 'POST .search does what GET does', [sorting, 'takes a SearchRequest too, and pages by cursor']],
    ['3.5.1', 'PUT replaces the resource and does not create one', [resources, 'never creates']],
    ['3.5.1', 'PUT ignores readOnly attributes', putReplaces],
    [
      '3.5.1',
      'PUT with another value for an immutable attribute is 400 mutability',
      [extensions, 'PUT keeps an immutable'],
    ],
    ['3.5.1', 'PUT answers 200 with the resource', putReplaces],
    ['3.5.2', 'A PATCH has schemas and Operations', nonsensePatch],
    ['3.5.2', 'Operations apply in order, each to the result of the one before', randomPatches],
    ['3.5.2', 'All operations apply or none', [badInput, 'an error in the last operation undoes the first']],
    ['3.5.2', 'op is one of add, remove and replace', nonsensePatch],
    [
      '3.5.2',
      'A PATCH answers 200 with the resource or 204; 200 when attributes are asked for',
      [members, 'when asked'],
    ],
    ['3.5.2', 'A readOnly attribute cannot be patched: 400 mutability', nonsensePatch],
    ['3.5.2', 'A new primary value turns the old one off', [resources, 'a new primary value turns the old one off']],
    ['3.5.2', 'At most one value is primary, whatever the operation', [patchValues, 'One value is primary at most']],
    ['3.5.2', 'Paths follow the grammar; others are 400 invalidPath', ['../src/scim/patch/path.spec.ts', 'refuses %j']],
    ['3.5.2.1', 'add needs a value', nonsensePatch],
    ['3.5.2.1', 'add appends to lists, merges complex values and replaces single ones', randomPatches],
    [
      '3.5.2.1',
      'Adding what is there changes nothing, not even lastModified',
      [queries, 'that changes nothing keeps version'],
    ],
    ['3.5.2.1', 'add takes nothing away, whatever empty value it has', patchGrid],
    ['3.5.2.2', 'remove without a path is 400 noTarget', nonsensePatch],
    ['3.5.2.2', 'remove without a filter removes all values', [members, 'Members']],
    ['3.5.2.2', 'Removing what is required is 400 mutability', [resources, 'a required attribute cannot be removed']],
    ['3.5.2.3', 'replace on something absent adds it', randomPatches],
    ['3.5.2.3', 'replace leaves the sub-attributes that it does not name', patchGrid],
    [
      '3.5.2.3',
      'replace by a list of empty values empties no list',
      [patchValues, 'Lists of empty values empty no list'],
    ],
    [
      '3.5.2.3',
      'replace with a filter replaces what it selects; nothing selected is 400 noTarget (strict keys)',
      [entra, 'A strict key'],
    ],
    [
      '3.6',
      'A deleted resource is 204, then 404 everywhere, and its unique values are free',
      [resources, 'is 204 without a body'],
    ],
    ['3.6', 'A deleted resource is in no list and no group', [members, 'a deleted user leaves its groups']],
    ['3.7', 'Bulk answers each operation with method, status and location', [bulk, 'each operation has its status']],
    ['3.7', 'Bulk goes on after errors until failOnErrors', [bulk, 'failOnErrors ends it at that many']],
    ['3.7', 'A POST in a bulk request has a bulkId that is its own', [bulk, 'an error is told in its own result']],
    ['3.7.1', 'Circles are resolved, or are 409', [bulk, 'groups in a circle are refused with 409']],
    ['3.7.2', 'bulkId: references are replaced by ids', [bulk, 'refers backwards, forwards and through several']],
    ['3.7.3', 'An operation that failed has its error in response', [bulk, 'an error is told in its own result']],
    ['3.7.4', 'More operations or bytes than are stated are 413', [bulk, 'are enforced with 413, and reached']],
    ['3.9', 'attributes and excludedAttributes exclude each other', projection],
    ['3.9', 'What is always returned cannot be excluded', projection],
    ['3.10', 'Attribute notation with URN and sub-attribute is understood', randomFilters],
    ['3.11', '/Me that is not supported is 501', [badInput, 'is %i in SCIM JSON']],
    ['3.12', 'Errors have schemas and a status as text', [resources, 'an error has its schema, its status as text']],
    ['3.12', 'Every error below the base URL is of that form', [fuzz, 'requests of nonsense are all answered in SCIM']],
    ['3.13', 'The version of the protocol is in the base URL', [resources, 'is 201 with its representation']],
    ['3.14', 'An ETag is the same in the header and in meta.version', versions],
    ['3.14', 'A stale If-Match is 412 and changes nothing', [concurrency, '8 writers with one ETag: exactly one wins']],
    ['3.14', 'If-None-Match with the present version is 304', versions],
    ['4', 'ServiceProviderConfig, Schemas and ResourceTypes are there', discovery],
    [
      '4',
      'A filter on a discovery endpoint is 403',
      [queries, 'what is not there is 404, what cannot be filtered 403'],
    ],
    ['4', 'Discovery tells what the server really does', config],
    [
      '6',
      'An organization reaches only its own resources',
      [isolation, 'cannot be told from resources that do not exist'],
    ],
    ['7.2', 'Credentials in a URL are refused', [authentication, 'whatever is wrong with the key']],
    [
      '7.5.2',
      'Filters do not give away what is never returned',
      [extensions, 'what is never returned cannot be asked for'],
    ],
    ['7.8', 'Text is compared in one Unicode form', [text, 'is the same userName as']],
  ],
  'RFC 9865': [
    ['2', 'A cursor has unreserved characters of URIs only', [cursors, 'lead through all of %s once, and back again']],
    ['2', 'nextCursor is on every page but the last', [cursors, 'lead through all of %s once, and back again']],
    ['2', 'previousCursor is not on the first page', [cursors, 'a first page has no previousCursor']],
    [
      '2',
      'No more than count results are returned; 0 gives the total only',
      [cursors, 'a first page has no previousCursor'],
    ],
    [
      '2.1',
      'A cursor of another query is 400 invalidCursor',
      [cursors, 'with another filter, order, endpoint or count'],
    ],
    ['2.1', 'A cursor that is too old is 400 expiredCursor', [cursors, 'an old one has expired']],
    [
      '2.1',
      'Another count, or one that is too large, is 400 invalidCount',
      [cursors, 'with another filter, order, endpoint'],
    ],
    ['3', 'Cursors work in a SearchRequest too', [cursors, 'on groups and in a SearchRequest as well']],
    ['4', 'ServiceProviderConfig says which ways of paging there are, and the default', config],
    [
      '4',
      'A server with both keeps to index paging when a request names neither',
      [queries, 'index paging in a stable order'],
    ],
    [
      '6',
      'A cursor grants nothing: another organization cannot use it',
      [cursors, 'of another organization or another profile'],
    ],
  ],
  'RFC 9967': [
    ['2.1', 'Tokens name their subject in sub_id, with its uri, and never in sub', answered202],
    ['2.5.1.1', 'The Accept header of an asynchronous request means nothing', answered202],
    ['2.5.1.1', 'A 202 has no body, and a Set-Txn that the txn of a later token matches', answered202],
    ['2.5.1.1', 'Location of a 202 is where the resource is, or the token will be', answered202],
    [
      '2.5.1.2',
      'Each operation of a bulk request has a completion of its own, its txn with the index behind',
      [asyncQueue, 'is told operation by operation, under the number that each has in the request'],
    ],
    [
      '2.5.1.3',
      'An error is told in response, as SCIM tells errors',
      [asynchronous, 'that turns out to be wrong changes nothing, and says what is wrong'],
    ],
    ['4', 'ServiceProviderConfig says whether requests can be asynchronous', config],
  ],
};

/** Demands that do not concern Muster, and why. */
export const notConcerned = [
  ['RFC 7643', '4.1.1', 'Passwords are hashed', 'no password is kept at all'],
  ['RFC 7644', '3.8', 'JSON is the format; others may be negotiated', 'there is no other'],
  ['RFC 7644', '7.1', 'TLS', 'ends at the proxy in front, as README says'],
];
