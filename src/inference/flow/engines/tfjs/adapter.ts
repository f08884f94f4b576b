/** Looking for a WebGPU adapter: without TensorFlow.js, which is loaded only where one is used. */

/** What is known of the machine's WebGPU adapter. */
export type AdapterProbe =
  | { readonly kind: 'none'; readonly note: string }
  | { readonly kind: 'software' | 'hardware'; readonly note: string };

/** The parts of WebGPU that are used here; the portable library has no DOM types. */
interface GpuAdapter {
  readonly info: {
    readonly vendor: string;
    readonly architecture: string;
    readonly description: string;
    readonly isFallbackAdapter?: boolean;
  };
  readonly limits: Readonly<Record<string, number>>;
  readonly features: ReadonlySet<string>;
  requestDevice(descriptor: object): Promise<GpuDevice>;
}
export interface GpuDevice {
  readonly lost: Promise<{ readonly reason: string; readonly message: string }>;
}

/** The adapter that the browser offers for fast work; null: none. */
export async function requestAdapter(): Promise<GpuAdapter | null> {
  const { navigator } = globalThis as unknown as {
    navigator?: { gpu?: { requestAdapter(options: object): Promise<GpuAdapter | null> } };
  };
  return (await navigator?.gpu?.requestAdapter({ powerPreference: 'high-performance' })) ?? null;
}

/** Looks for a WebGPU adapter, and whether it is real hardware (SwiftShader and its like are slower than WASM). */
export async function probeAdapter(): Promise<AdapterProbe> {
  const adapter = await requestAdapter().catch(() => null);
  if (adapter === null) return { kind: 'none', note: 'not available in this browser' };
  const { vendor, architecture, description, isFallbackAdapter } = adapter.info;
  const name = [vendor, architecture, description].filter(Boolean).join(' ') || 'unnamed adapter';
  const software = isFallbackAdapter === true || /swiftshader|llvmpipe|software|google/i.test(name);
  return { kind: software ? 'software' : 'hardware', note: name };
}
