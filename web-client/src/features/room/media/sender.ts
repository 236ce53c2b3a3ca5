import type { Sending } from './adaptation';

/** Lets a sender give no more than that. @returns false where the browser does not take it yet, before the first negotiation */
export async function applySending(sender: RTCRtpSender, wanted: Sending): Promise<boolean> {
  const parameters = sender.getParameters();
  const height = sender.track?.getSettings().height ?? 540;
  if (parameters.encodings.length === 0) parameters.encodings = [{}];
  for (const encoding of parameters.encodings) {
    encoding.active = wanted.active;
    if (wanted.maxBitrate !== undefined) encoding.maxBitrate = wanted.maxBitrate;
    if (wanted.maxFramerate === undefined) delete encoding.maxFramerate;
    else encoding.maxFramerate = wanted.maxFramerate;
    encoding.scaleResolutionDownBy = wanted.lines === undefined ? 1 : Math.max(1, height / wanted.lines);
  }
  try {
    await sender.setParameters(parameters);
    return true;
  } catch {
    return false;
  }
}
