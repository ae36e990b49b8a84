// coingecko-api-v3, unmodified. It asks https://api.coingecko.com by Node's https, and takes options of that: MARKETDATA_ADDRESS stands in for the host.
import assert from 'node:assert/strict';
import http from 'node:http';
import { CoinGeckoClient } from 'coingecko-api-v3';
import { isAmount, isSeries, run, timed, token } from './checks.mjs';

const { hostname: host, port } = new URL(process.env.MARKETDATA_ADDRESS);
const extraHTTPSOptions = { protocol: 'http:', agent: new http.Agent({ keepAlive: true }), host, port };
const client = new CoinGeckoClient({ extraHTTPSOptions });
const today = new Date();
const now = Math.floor(today / 1000);

await run({
  'ping': async () => assert.equal((await client.ping()).gecko_says, '(V3) To the Moon!'),
  'search': async () => assert.equal((await client.search({ query: 'bitcoin' })).coins[0].id, 'bitcoin'),
  'trending': async () => assert.deepEqual((await client.trending()).coins, []),
  'coinList': async () => assert.ok((await client.coinList({ include_platform: true })).some(coin => coin.platforms.ethereum === token)),
  'coinMarket': async () => {
    const coins = await client.coinMarket({ vs_currency: 'usd', per_page: 250, page: 1, sparkline: true, price_change_percentage: '1h,7d' });
    assert.equal(coins.length, 250);
    assert.ok(isAmount(coins[0].current_price) && Array.isArray(coins[0].sparkline_in_7d.price) && 'price_change_percentage_7d_in_currency' in coins[0]);
  },
  'coinId': async () => assert.ok(isAmount((await client.coinId({ id: 'bitcoin', localization: false })).market_data.current_price.usd)),
  'coinIdTickers': async () => assert.deepEqual((await client.coinIdTickers({ id: 'bitcoin' })).tickers, []),
  'coinIdHistory': async () => assert.equal((await client.coinIdHistory({ id: 'bitcoin', date: today.toISOString().slice(0, 10).split('-').reverse().join('-') })).id, 'bitcoin'),
  'coinIdMarketChart': async () => assert.ok(isSeries((await client.coinIdMarketChart({ id: 'bitcoin', vs_currency: 'usd', days: 'max' })).prices)),
  'coinIdMarketChartRange': async () => assert.ok(isSeries((await client.coinIdMarketChartRange({ id: 'bitcoin', vs_currency: 'usd', from: now - 86400, to: now })).total_volumes)),
  'coinIdOHLC': async () => assert.ok((await client.coinIdOHLC({ id: 'bitcoin', vs_currency: 'usd', days: 7 })).every(row => row.length === 5)),
  'coinCategoriesList': async () => assert.ok((await client.coinCategoriesList()).every(category => category.category_id)),
  'coinCategoriesListWithMarketData': async () => assert.ok((await client.coinCategoriesListWithMarketData({ order: 'name_asc' })).every(category => Array.isArray(category.top_3_coins))),
  'simplePrice': async () => assert.ok(isAmount((await client.simplePrice({ ids: 'bitcoin,ethereum', vs_currencies: 'usd,eur', include_market_cap: true })).ethereum.eur_market_cap)),
  'simpleTokenPrice': async () => assert.ok(isAmount((await client.simpleTokenPrice({ id: 'ethereum', contract_addresses: token, vs_currencies: 'usd' }))[token].usd)),
  'simpleSupportedCurrencies': async () => assert.ok((await client.simpleSupportedCurrencies()).includes('usd')),
  'contract': async () => assert.equal((await client.contract({ id: 'ethereum', contract_address: token })).id, 'uniswap'),
  'contractMarketChart': async () => assert.ok(isSeries((await client.contractMarketChart({ id: 'ethereum', contract_address: token, vs_currency: 'usd', days: 1 })).prices)),
  'contractMarketChartRange': async () => assert.ok(isSeries((await client.contractMarketChartRange({ id: 'ethereum', contract_address: token, vs_currency: 'usd', from: now - 86400, to: now })).prices)),
  'exchangeRates': async () => assert.equal((await client.exchangeRates()).rates.btc.value, 1),
  'global': async () => assert.ok(isAmount((await client.global()).data.total_market_cap.usd)),
  'globalDefi': async () => assert.ok(Number((await client.globalDefi()).data.defi_market_cap) > 0),
  'what is not here is an error': async () => assert.rejects(client.exchangeList(), /404/),
  'a spent minute is waited for': async () => {
    const limited = new CoinGeckoClient({ extraHTTPSOptions }, process.env.LIMITED_KEY);
    await timed(() => limited.ping());
  },
});
