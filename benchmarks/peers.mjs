// Fill one letter again and again with a JavaScript engine: node peers.mjs ENGINE TEMPLATE DATA SECONDS
// Prints milliseconds of CPU and wall time for one document.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const [engine, template, data, seconds] = process.argv.slice(2);
const require = createRequire(process.cwd() + "/");
const source = readFileSync(template);
const values = JSON.parse(readFileSync(data, "utf8"));

function filler() {
  if (engine === "docxtemplater") {
    const PizZip = require("pizzip");
    const Docxtemplater = require("docxtemplater");
    return async () => {
      const document = new Docxtemplater(new PizZip(source), { paragraphLoop: true, linebreaks: true });
      document.render(values);
      return document.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
    };
  }
  const { TemplateHandler } = require("easy-template-x");
  const handler = new TemplateHandler();
  return () => handler.process(source, values);
}

const fill = filler();
for (let i = 0; i < 5; i++) await fill();
const cpu = process.cpuUsage();
const start = performance.now();
let count = 0;
while (performance.now() - start < Number(seconds) * 1000) {
  await fill();
  count++;
}
const wall = (performance.now() - start) / count;
const spent = process.cpuUsage(cpu);
console.log(JSON.stringify({ cpu: (spent.user + spent.system) / 1000 / count, wall }));
