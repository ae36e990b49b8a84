using MarketData.Access;
using MarketData.Hosting.OpenApi;
using MarketData.Hosting.Problems;
using MarketData.Snapshots;
using Microsoft.Extensions.Options;

namespace MarketData.CoinGecko;

internal static class CoinGeckoExtensions
{
    /// <summary>Where paths that nobody knows are answered for in our own form.</summary>
    private const string OurPrefix = "/v1";

    /// <summary>What the endpoints in CoinGecko's shapes need beside the features that they map onto.</summary>
    public static WebApplicationBuilder AddCoinGecko(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<CoinGeckoOptions>().BindConfiguration(CoinGeckoOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<CoinGeckoOptions>, CoinGeckoOptionsValidator>();
        builder.Services.AddSingleton<CoinMarketRows>();
        return builder;
    }

    /// <summary>The endpoints in CoinGecko's shapes, under each prefix.</summary>
    public static void MapCoinGecko(this WebApplication app)
    {
        foreach (var (place, prefix) in app.Services.GetRequiredService<IOptions<CoinGeckoOptions>>().Value.PrefixesOrDefault.Index())
        {
            // Ours come first where a prefix makes a path that is one of ours.
            var surface = app.MapGroup(prefix).WithGroupName(OpenApiExtensions.CoinGecko).WithMetadata(CoinGeckoErrors.Instance).TakeKeysInQuery().WithOrder(place + 1);
            surface.MapService();
            var group = surface.MapSnapshotGroup("", "Coins");
            group.MapSimple();
            group.MapCoinLists();
            group.MapCoinMarkets();
            group.MapCoin();
            group.MapCoinCharts();
            group.MapCoinMovers();
            group.MapCoinCategories();
            group.MapCoinSearch();
            group.MapCoinGlobal();
            if (!prefix.Equals(OurPrefix, StringComparison.OrdinalIgnoreCase))
            {
                surface.Map("/{**path}", () => ApiProblem.ForStatus(StatusCodes.Status404NotFound)).ExcludeFromDescription();
            }

            if (place > 0)
            {
                // The same endpoints once more: they are described once, and a name names one endpoint.
                surface.ExcludeFromDescription();
                ((IEndpointConventionBuilder)surface).Finally(RemoveName);
            }
        }
    }

    private static void RemoveName(EndpointBuilder endpoint)
    {
        foreach (var name in endpoint.Metadata.Where(metadata => metadata is IEndpointNameMetadata or IRouteNameMetadata).ToList())
        {
            endpoint.Metadata.Remove(name);
        }
    }
}
