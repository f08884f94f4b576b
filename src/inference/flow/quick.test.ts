import { expect, it } from 'vitest';
import { startBackend } from './engines/tfjs/backends.ts';
import { TfjsEngine, liveTensors } from './engines/tfjs/tfjsEngine.ts';
import { parameterCount } from './layout.ts';
import { initialise } from './initialise.ts';
import { ReferenceFlow } from './referenceFlow.ts';
import { flowSpec } from './spec.ts';
function rng(seed:number){let s=seed;const u=()=>{s=(s*1664525+1013904223)>>>0;return (s+0.5)/4294967296};return {normal:()=>Math.sqrt(-2*Math.log(u()))*Math.cos(2*Math.PI*u())} as never as {normal():number}}
it.each(['wasm','cpu'] as const)('quick %s', async (b) => {
  await startBackend(b);
  for (const [D,C] of [[2,9],[1,80],[3,20]]) {
  const spec = flowSpec('small', D, C);
  const r = rng(1);
  const phi = initialise(spec, r as never);
  for (let i=0;i<phi.length;i++) if (phi[i]!==0||true) phi[i]*= 1;
  // stronger last layers
  const e = new TfjsEngine(spec, b);
  const ph2 = initialise(spec, r as never).map((v)=>v*1.0);
  e.setParameters(ph2);
  const n=250; const z=Float32Array.from({length:n*D},()=>r.normal()); const c=Float32Array.from({length:n*C},()=>r.normal());
  const batch={size:n,z,context:c};
  // train a bit so that things are non trivial
  let t=performance.now(); let l=new Float32Array(0);
  const K=b==='cpu'?3:60;
  for(let i=0;i<5;i++) await e.train([batch],{learningRate:1e-2,clipNorm:5,weightDecay:0});
  const live=liveTensors();
  t=performance.now();
  for(let i=0;i<K;i++) l = await e.train([batch],{learningRate:1e-2,clipNorm:5,weightDecay:0}) as never;
  console.log(b,D,C,'P',parameterCount(spec),'ms/step',(performance.now()-t)/K,'loss',l[0], liveTensors()-live);
  const got=await e.logDensity(batch); const phi3=await e.parameters(); const ref=new ReferenceFlow(spec,phi3);
  let worst=0; for(let i=0;i<40;i++){ worst=Math.max(worst,Math.abs(got[i]-ref.logDensity(z.subarray(i*D,i*D+D),c.subarray(i*C,i*C+C)))); }
  console.log('logdens err',worst);
  const base=Float32Array.from({length:n*D},()=>r.normal());
  t=performance.now(); const s=await e.sample(c.subarray(0,10*C),10,25,base); 
  let w2=0; for(let i=0;i<250;i+=7){const q=ref.fromBase(base.subarray(i*D,i*D+D),c.subarray(Math.floor(i/25)*C,Math.floor(i/25)*C+C)); for(let j=0;j<D;j++) w2=Math.max(w2,Math.abs(q[j]-s[i*D+j]));}
  console.log('sample err',w2);
  const big=Float32Array.from({length:2000*D},()=>r.normal());
  for(let i=0;i<2;i++){t=performance.now(); await e.sample(c.subarray(0,C),1,2000,big); console.log('2000 draws ms',performance.now()-t);}
  if(b==='wasm'){const b2=Float32Array.from({length:200*99*D},()=>r.normal());t=performance.now(); await e.sample(c.subarray(0,200*C),200,99,b2); console.log('200x99 draws ms',performance.now()-t);}
  e.dispose();
  }
  expect(1).toBe(1);
});
