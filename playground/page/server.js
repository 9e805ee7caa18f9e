// What the page asks of the playground; everything goes to /control of the server it came from.

export class Refusal extends Error {} // the playground answered, and said no

async function ask(method, path, body) {
  const answer = await fetch(`/control/${path}`, {
    method,
    headers: body === undefined ? {} : { "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const said = await answer.json();
  if (!answer.ok) throw new Refusal(said.error);
  return said.result;
}

export const people = {
  add: (person) => ask("POST", "people", person),
  chat: (id) => ask("GET", `people/${id}/chat`),
  act: (id, act, words = {}) => ask("POST", `people/${id}/${act}`, words),
};

export const faults = {
  on: (fault) => ask("POST", "faults", fault),
  off: (number) => ask("DELETE", `faults/${number}`),
};

export const moveClock = (seconds) => ask("POST", "clock", { advance: seconds });
export const events = (since) => ask("GET", `events?since=${since}`);
export const fileAddress = (path) => `/control/files/${path}`;
