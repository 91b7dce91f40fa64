// schemas.mjs FILE… : every object of rendered manifests against the schemas of Kubernetes and of the operators, required keys and
// values by the schemas themselves, unknown keys by the types (check.ts, for tsc). CloudNativePG publishes neither here.
import fs from 'node:fs';
import * as yaml from 'js-yaml';

const packages = ['kubernetes-models', '@kubernetes-models/keda', '@kubernetes-models/prometheus-operator'];
const without = ['postgresql.cnpg.io/v1/Cluster', 'postgresql.cnpg.io/v1/Pooler'];
const lines = [];
let bad = 0, left = 0;

for (const file of process.argv.slice(2)) {
  for (const object of yaml.loadAll(fs.readFileSync(file, 'utf8')).filter(Boolean)) {
    const model = `${object.apiVersion}/${object.kind}`, name = `${file}: ${object.kind} ${object.metadata?.name}`;
    const from = packages.find(p => fs.existsSync(`node_modules/${p}/${model}.js`));
    if (!from) {
      if (without.includes(model)) left++;
      else { bad++; console.log(`${name}: nobody knows ${model}`); }
      continue;
    }
    const module = await import(`${from}/${model}`);
    try { new (module[object.kind] ?? module.default[object.kind])(object).validate(); }
    catch (error) { bad++; console.log(`${name}: ${error.message}`); }
    const n = lines.length;
    lines.push(`import type { I${object.kind} as T${n} } from "${from}/${model}";\nexport const v${n}: T${n} = ${JSON.stringify(object, null, 1)};`);
  }
}

fs.writeFileSync('check.ts', lines.join('\n'));
console.log(`  ${lines.length} objects against their schemas, ${bad} wrong; ${left} without a schema here (CloudNativePG)`);
process.exit(bad === 0 && lines.length > 0 ? 0 : 1);
