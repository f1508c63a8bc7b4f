// Bolt for JavaScript as its documentation shows it: acknowledge, then answer with respond.
const { App, HTTPReceiver } = require("@slack/bolt");

const section = { type: "section", text: { type: "mrkdwn", text: "あ".repeat(200) } };
const fixed = { text: "質問", replace_original: true, blocks: [section, section, section, section] };
const app = new App({
  receiver: new HTTPReceiver({ signingSecret: process.env.SLACK_SIGNING_SECRET, port: Number(process.env.PORT) }),
  authorize: async () => ({ botToken: "bench", botId: "B0BOT", botUserId: "U0BOT" }),
});
app.command(/.*/, async ({ ack }) => ack());
app.action(/.*/, async ({ ack, respond }) => {
  await ack();
  await respond(fixed);
});
app.start();
