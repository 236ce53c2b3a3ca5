// What can be invoked on the media objects of kurento-peer.mjs, and on its server manager; names and answers as a real server's.
import { mediaTypes, Refusal } from './kurento-objects.mjs';

export const manager = 'manager_ServerManager';
const noMethod = (operation) => new Refusal(40105, 'MEDIA_OBJECT_METHOD_NOT_FOUND', `Method '${operation}' not found`);

/** @param objects MediaObjects; @param media the page that moves what flows; @param sessions ids of those who are connected */
export function operationsOn(objects, media, sessions) {
  const connections = (pairs) =>
    pairs.map(([source, sink, type]) => ({ __module__: 'kurento', __type__: 'ElementConnectionData', sink, sinkDescription: 'default', source, sourceDescription: 'default', type }));

  const managed = {
    getInfo: () => ({
      __module__: 'kurento',
      __type__: 'ServerInfo',
      capabilities: ['transactions'],
      modules: [['core', ['HubPort', 'MediaPipeline', 'PassThrough']], ['elements', ['RecorderEndpoint', 'WebRtcEndpoint']]].map(([name, factories]) => ({ __module__: 'kurento', __type__: 'ModuleInfo', factories, generationTime: '', name, version: '7.3.1' })),
      type: 'KMS',
      version: '7.3.1',
    }),
    getPipelines: () => objects.all().filter(({ type }) => type === 'MediaPipeline').map(({ id }) => id),
    getSessions: () => sessions(),
    getUsedMemory: () => Math.round(process.memoryUsage().rss / 1024),
    getUsedCpu: () => 0,
    getCpuCount: () => 2,
  };

  const negotiation = {
    processOffer: async (object, { offer }) => {
      if (object.negotiated) throw new Refusal(40208, 'SDP_END_POINT_ALREADY_NEGOTIATED', 'Endpoint already negotiated');
      object.negotiated = true;
      object.described = await media('offer', object.id, offer).catch((error) => {
        throw new Refusal(40202, 'SDP_PARSE_ERROR', error.message.split('\n')[0]);
      });
      return object.described;
    },
    getLocalSessionDescriptor: (object) => object.described ?? '',
    gatherCandidates: async (object) => (await media('gather', object.id)) ?? null,
    addIceCandidate: async (object, { candidate: { candidate, sdpMid, sdpMLineIndex } }) => {
      await media('candidate', object.id, { candidate, sdpMid, sdpMLineIndex });
      return null;
    },
    getStats: async (object) => media('stats', object.id),
  };

  const wiring = {
    connect: async (object, { sink, mediaType }) => (await objects.wire(object, objects.found(sink), mediaType && mediaType !== 'DATA' ? [mediaType] : mediaTypes)) ?? null,
    disconnect: async (object, { sink, mediaType }) => {
      const to = objects.found(sink);
      await objects.wire(undefined, to, (mediaType ? [mediaType] : mediaTypes).filter((kind) => to.sources[kind] === object.id));
      return null;
    },
    isMediaFlowingOut: (object, { mediaType }) => object.flowing[mediaType] ?? false,
    isMediaFlowingIn: (object, { mediaType }) => objects.get(object.sources[mediaType])?.flowing[mediaType] ?? false,
    getSourceConnections: (object) => connections(Object.entries(object.sources).map(([kind, source]) => [source, object.id, kind])),
    getSinkConnections: (object) => connections(objects.all().flatMap((sink) => Object.entries(sink.sources).flatMap(([kind, source]) => (source === object.id ? [[source, sink.id, kind]] : [])))),
  };

  const stopAndWait = async (object) => {
    await media('stop', object.id);
    objects.emit(object, 'Stopped');
    return null;
  };
  const recording = { record: async (object) => (await media('record', object.id)) ?? null, stop: stopAndWait, stopAndWait };

  const children = (object) => objects.all().filter(({ parent }) => parent === object.id).map(({ id }) => id);
  const description = {
    addTag: (object, { key, value }) => (object.tags.set(key, value), null),
    removeTag: (object, { key }) => (object.tags.delete(key), null),
    getTag: (object, { key }) => {
      if (!object.tags.has(key)) throw new Refusal(40110, 'MEDIA_OBJECT_TAG_KEY_NOT_FOUND', `Tag key '${key}' not found`);
      return object.tags.get(key);
    },
    getTags: (object) => [...object.tags].map(([key, value]) => ({ __module__: 'kurento', __type__: 'Tag', key, value })),
    getChildren: children,
    getChilds: children,
    getParent: (object) => object.parent ?? null,
    getMediaPipeline: (object) => object.parent ?? object.id,
    getCreationTime: (object) => object.made,
    getId: ({ id }) => id,
  };

  const operations = { ...negotiation, ...wiring, ...recording, ...description };

  return async ({ object: id, operation, operationParams = {} }) => {
    if (id === manager) {
      if (!managed[operation]) throw noMethod(operation);
      return managed[operation]();
    }
    const object = objects.found(id);
    if (operations[operation]) return operations[operation](object, operationParams);
    const property = /^(get|set)(.)(.*)$/.exec(operation);
    if (!property) throw noMethod(operation);
    const name = property[2].toLowerCase() + property[3];
    if (property[1] === 'get') return object.kept[name] ?? null;
    object.kept[name] = operationParams[name];
    return null;
  };
}
