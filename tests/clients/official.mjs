// CoinGecko's own client, unmodified, by COINGECKO_BASE_URL (and COINGECKO_DEMO_API_KEY, without which it refuses to ask).
import assert from 'node:assert/strict';
import Coingecko from '@coingecko/coingecko-typescript';
import { isAmount, isSeries, run, timed, token } from './checks.mjs';

const client = new Coingecko();
const day = new Date().toISOString().slice(0, 10);

await run({
  'ping': async () => assert.equal((await client.ping.get()).gecko_says, '(V3) To the Moon!'),
  'key': async () => assert.equal((await client.key.get()).plan, 'anonymous'),
  'simple.price': async () => {
    const { bitcoin } = await client.simple.price.get({
      ids: 'bitcoin', vs_currencies: 'USD,eur', include_market_cap: true, include_24hr_vol: true, include_24hr_change: true, include_last_updated_at: true,
    });
    assert.ok([bitcoin.usd, bitcoin.eur, bitcoin.usd_market_cap, bitcoin.usd_24h_vol, bitcoin.last_updated_at].every(isAmount));
  },
  'simple.tokenPrice': async () => assert.ok(isAmount((await client.simple.tokenPrice.getID('ethereum', { contract_addresses: token, vs_currencies: 'usd' }))[token].usd)),
  'simple.supportedVsCurrencies': async () => assert.ok((await client.simple.supportedVsCurrencies.get()).includes('usd')),
  'coins.list': async () => assert.ok((await client.coins.list.get({ include_platform: true })).some(coin => coin.platforms.ethereum === token)),
  'coins.list.new': async () => assert.ok((await client.coins.list.getNew()).every(coin => isAmount(coin.activated_at))),
  'coins.markets': async () => {
    const coins = await client.coins.markets.get({ vs_currency: 'usd', per_page: 250, sparkline: true, price_change_percentage: '1h,7d', locale: 'en' });
    assert.equal(coins.length, 250);
    assert.equal(coins[0].market_cap_rank, 1);
    assert.ok(isAmount(coins[0].current_price) && Array.isArray(coins[0].sparkline_in_7d.price) && 'price_change_percentage_7d_in_currency' in coins[0]);
  },
  'coins.topGainersLosers': async () => assert.ok((await client.coins.topGainersLosers.get({ vs_currency: 'usd' })).top_gainers.every(coin => isAmount(coin.usd))),
  'coins': async () => assert.ok(isAmount((await client.coins.getID('bitcoin')).market_data.current_price.usd)),
  'coins.tickers': async () => assert.deepEqual((await client.coins.tickers.get('bitcoin')).tickers, []),
  'coins.history': async () => assert.equal((await client.coins.history.get('bitcoin', { date: day })).id, 'bitcoin'),
  'coins.marketChart': async () => assert.ok(isSeries((await client.coins.marketChart.get('bitcoin', { vs_currency: 'usd', days: '400' })).prices)),
  'coins.marketChart.range': async () => assert.ok(isSeries((await client.coins.marketChart.getRange('bitcoin', { vs_currency: 'usd', from: '2026-01-01', to: day })).market_caps)),
  'coins.ohlc': async () => assert.ok((await client.coins.ohlc.get('bitcoin', { vs_currency: 'usd', days: '7' })).every(row => row.length === 5)),
  'coins.ohlc.range': async () => assert.ok(Array.isArray(await client.coins.ohlc.getRange('bitcoin', { vs_currency: 'usd', from: '2026-01-01', to: day, interval: 'daily' }))),
  'coins.contract': async () => assert.equal((await client.coins.contract.get(token, { id: 'ethereum' })).id, 'uniswap'),
  'coins.contract.marketChart': async () => assert.ok(isSeries((await client.coins.contract.marketChart.get(token, { id: 'ethereum', vs_currency: 'usd', days: '1' })).total_volumes)),
  'coins.categories': async () => assert.ok((await client.coins.categories.get()).every(category => Array.isArray(category.top_3_coins_id))),
  'coins.categories.list': async () => assert.ok((await client.coins.categories.getList()).every(category => category.category_id)),
  'assetPlatforms': async () => assert.ok((await client.assetPlatforms.get()).some(platform => platform.id === 'ethereum')),
  'exchangeRates': async () => assert.equal((await client.exchangeRates.get()).rates.btc.value, 1),
  'search': async () => assert.equal((await client.search.get({ query: 'bitcoin' })).coins[0].id, 'bitcoin'),
  'search.trending': async () => assert.deepEqual(await client.search.trending.get(), { coins: [], nfts: [], categories: [] }),
  'global': async () => assert.ok(isAmount((await client.global.get()).data.total_market_cap.usd)),
  'global.decentralizedFinanceDefi': async () => assert.ok(Number((await client.global.decentralizedFinanceDefi.get()).data.defi_market_cap) > 0),
  'global.marketCapChart': async () => assert.ok(isSeries((await client.global.marketCapChart.get({ days: '7' })).market_cap_chart.market_cap)),
  'an unknown coin is a NotFoundError': async () => assert.rejects(client.coins.getID('nowhere'), Coingecko.NotFoundError),
  'an unknown currency is a BadRequestError': async () => assert.rejects(client.coins.markets.get({ vs_currency: 'zzz' }), Coingecko.BadRequestError),
  'a spent minute is waited for': async () => {
    const limited = new Coingecko({ demoAPIKey: process.env.LIMITED_KEY });
    await timed(() => limited.ping.get());
  },
});
