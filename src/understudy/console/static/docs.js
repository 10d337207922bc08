/* Shows a contract with Swagger UI and lets its calls go to this server. */
"use strict";

/** The contract with its servers and token endpoints replaced by this server's. */
function servedHere(contract, { prefix, basePath }) {
  const schemes = Object.values(contract.components?.securitySchemes ?? {});
  for (const flow of schemes.flatMap((scheme) => Object.values(scheme.flows ?? {}))) {
    if (flow.tokenUrl) flow.tokenUrl = `${location.origin}${prefix}/oidc/token`;
    if (flow.authorizationUrl) flow.authorizationUrl = `${location.origin}${prefix}/oidc/authorize`;
  }
  return { ...contract, servers: [{ url: location.origin + basePath, description: "This server." }] };
}

/** Adds the token of the page to a call of this API, unless the reader has authorised otherwise. */
function withToken(request, basePath) {
  const token = document.getElementById("token").value.trim();
  if (token && request.url.startsWith(`${location.origin}${basePath}/`) && !request.headers.Authorization) {
    request.headers.Authorization = `Bearer ${token}`;
  }
  return request;
}

async function show(place) {
  const settings = JSON.parse(place.dataset.settings);
  const { basePath, client } = settings;
  const answer = await fetch(place.dataset.spec);
  if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
  const ui = SwaggerUIBundle({
    domNode: place,
    spec: servedHere(await answer.json(), settings),
    deepLinking: true,
    tryItOutEnabled: true,
    displayRequestDuration: true,
    defaultModelsExpandDepth: 0,
    validatorUrl: null,
    requestInterceptor: (request) => withToken(request, basePath),
  });
  if (client) ui.initOAuth({ clientId: client[0], clientSecret: client[1] });
}

document.querySelector("form.token").addEventListener("submit", (event) => event.preventDefault());
const place = document.getElementById("swagger-ui");
show(place).catch((reason) => {
  place.textContent = `The contract could not be shown: ${reason.message}. Reload the page to try again.`;
});
