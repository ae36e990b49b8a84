using System.Diagnostics.CodeAnalysis;

namespace MarketData.Ingestion.Sources;

/// <summary>Reads DefiLlama's form of a contract address: <c>0x…</c> on Ethereum, else <c>platform:address</c>.</summary>
internal static class DefiLlamaAddress
{
    private const string Ethereum = "ethereum";

    /// <summary>CoinGecko's id by DefiLlama's name; a platform that is not here is left out rather than guessed.</summary>
    private static readonly Dictionary<string, string> Platforms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["aptos"] = "aptos",
        ["arbitrum"] = "arbitrum-one",
        ["aurora"] = "aurora",
        ["avax"] = "avalanche",
        ["base"] = "base",
        ["blast"] = "blast",
        ["bsc"] = "binance-smart-chain",
        ["celo"] = "celo",
        ["cronos"] = "cronos",
        ["era"] = "zksync",
        ["eth"] = Ethereum,
        ["ethereum"] = Ethereum,
        ["fantom"] = "fantom",
        ["harmony"] = "harmony-shard-0",
        ["heco"] = "huobi-token",
        ["kava"] = "kava",
        ["linea"] = "linea",
        ["mantle"] = "mantle",
        ["metis"] = "metis-andromeda",
        ["moonbeam"] = "moonbeam",
        ["moonriver"] = "moonriver",
        ["near"] = "near-protocol",
        ["optimism"] = "optimistic-ethereum",
        ["polygon"] = "polygon-pos",
        ["scroll"] = "scroll",
        ["solana"] = "solana",
        ["sonic"] = "sonic",
        ["sui"] = "sui",
        ["tron"] = "tron",
        ["xdai"] = "xdai",
    };

    public static bool TryParse(string? text, [NotNullWhen(true)] out string? platform, [NotNullWhen(true)] out string? address)
    {
        platform = null;
        address = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return false;
        }

        // Only the first colon parts: addresses on Aptos and Sui have colons of their own.
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            platform = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? Ethereum : null;
            address = text.Trim();
        }
        else if (Platforms.TryGetValue(text[..colon].Trim(), out platform))
        {
            address = text[(colon + 1)..].Trim();
        }

        return platform is not null && address is { Length: > 0 } and not "-";
    }
}
