using MarketData.Hosting.Queries;
using MarketData.Snapshots;

namespace MarketData.CoinGecko;

/// <summary>Coins asked for by id, name or symbol: the first of these that is given counts.</summary>
internal static class CoinSelection
{
    /// <summary>What selects coins, in the order in which it counts.</summary>
    public static readonly QueryParameter[] Parameters =
        [CoinGeckoParameters.Ids, CoinGeckoParameters.Names, CoinGeckoParameters.Symbols, CoinGeckoParameters.AllTokens];

    /// <summary>Row numbers with the key that their coin is given under, in the order asked; null if none are asked for.</summary>
    public static IReadOnlyList<(string Key, int Row)>? Read(RequestQuery query, MarketSnapshot snapshot)
    {
        if (query.Has(CoinGeckoParameters.Ids))
        {
            return [.. query.Get(CoinGeckoParameters.Ids).Select(id => (id, Row: snapshot.Find(id))).Where(coin => coin.Row is not null).Select(coin => (coin.id, coin.Row!.Value))];
        }

        var takesAll = query.Get(CoinGeckoParameters.AllTokens);
        return query.Has(CoinGeckoParameters.Names) ? Choose(query.Get(CoinGeckoParameters.Names), snapshot.FindByName)
            : query.Has(CoinGeckoParameters.Symbols) ? Choose(query.Get(CoinGeckoParameters.Symbols), symbol => snapshot.FindBySymbol(symbol.ToLowerInvariant()))
            : null;

        List<(string Key, int Row)> Choose(IReadOnlyList<string> asked, Func<string, IEnumerable<int>> find)
        {
            var chosen = new List<(string Key, int Row)>();
            foreach (var word in asked)
            {
                // Several coins cannot stand under one key.
                var found = find(word).ToList();
                chosen.AddRange(takesAll && found.Count > 1
                    ? found.Select(row => (snapshot.Rows[row].Asset.Slug, row))
                    : found.Take(1).Select(row => (word, row)));
            }

            return chosen;
        }
    }
}
