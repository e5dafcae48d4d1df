import type { RecordedRequest } from './scim-request.entity.js';
import type { ListedRequest } from './scim-requests.repository.js';
import { isoTime } from '../../platform/time.js';

/** A request as admins see it. */
export function shownRequest(request: ListedRequest) {
  const { id, requestId, time, method, path, filter, status, scimType, detail, duration, keyId } = request;
  const { client, address, operations, failedOperations, requests, warning, ignored } = request;
  return {
    id,
    requestId,
    time: isoTime(time),
    method,
    path,
    filter,
    status,
    scimType,
    detail,
    duration,
    keyId,
    client,
    address,
    warning,
    ...(ignored !== null && { ignored: ignored.split(',') }),
    ...(operations !== null && { operations, failedOperations }),
    ...(requests > 1 && { requests }),
  };
}

/** Adds the body, where it was kept. */
export function shownWithBody(request: RecordedRequest) {
  const { body } = request;
  return { ...shownRequest(request), body: body === null ? null : (JSON.parse(body) as unknown) };
}
