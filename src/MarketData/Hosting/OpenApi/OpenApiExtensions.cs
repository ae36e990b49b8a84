using System.Text.Json;
using MarketData.Hosting.Json;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MarketData.Hosting.OpenApi;

internal static class OpenApiExtensions
{
    /// <summary>The document of our own API.</summary>
    public const string Native = "v1";

    /// <summary>The document of the endpoints that answer in CoinGecko's shapes; their group has this name.</summary>
    public const string CoinGecko = "coingecko";

    private static readonly (string Name, string Description)[] NativeTags =
    [
        ("Access", "The caller's plan and what is left of it."),
        ("Administration", "Keys, jobs that fetch the past, and the log of what administrators did."),
        ("Analysis", "Assets against each other, and against other market caps: correlations, scenarios, similar assets, comparisons."),
        ("Assets", "Assets with everything known of them: lists, details, contracts, identities."),
        ("Categories", "Sectors with the sums over their members."),
        ("Conversion", "Amounts between assets and currencies."),
        ("Global", "The market as a whole."),
        ("Grades", "Grades of assets with everything that they are made of, and the models that give them."),
        ("History", "Candles, series, performance and gaps of assets; totals of the market and of categories over time."),
        ("Metrics", "Series of assets beside the price: on-chain figures, value locked, what was imported."),
        ("Operations", "How the service and its sources are doing."),
        ("Prices", "Prices in any currency, in bulk or alone."),
        ("Rankings", "Factors, rankings with published formulas, rankings of your own and the jobs that compute them."),
        ("Search", "Assets and categories by name."),
        ("Signals", "Technical indicators, and signals by rules with published definitions."),
        ("Streams", "Figures as they change: Server-Sent Events and WebSocket."),
        ("Tiers", "Cap tiers: thresholds, members, classification."),
        ("Valuations", "Market cap, fully diluted valuation, float and their ratios."),
    ];

    private static readonly (string Name, string Description)[] CoinGeckoTags =
    [
        ("CoinCategories", "Categories with the sums over their members."),
        ("CoinCharts", "Prices, market caps, volumes and candles of one coin over time."),
        ("CoinGlobal", "The market as a whole, and rates of bitcoin."),
        ("CoinPrices", "Prices alone."),
        ("Coins", "Coins with their figures: lists, markets, details, contracts."),
        ("CoinSearch", "Coins and categories by name."),
        ("CoinService", "How the service is, and what a key may do."),
    ];

    /// <summary>The OpenAPI documents at <c>/openapi/v1.json</c> and <c>/openapi/coingecko.json</c>, and their browser at <c>/swagger</c>.</summary>
    public static IServiceCollection AddOpenApiDocument(this IServiceCollection services)
    {
        // Swashbuckle names properties and enum members by these options, so that the document matches what is written.
        services.ConfigureHttpJsonOptions(options =>
        {
            options.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            foreach (var converter in ApiJson.Numbers.Options.Converters)
            {
                options.SerializerOptions.Converters.Add(converter);
            }
        });
        services.AddEndpointsApiExplorer();
        services.AddSwaggerGen(options =>
        {
            options.SwaggerDoc(Native, InfoOf(
                "MarketData", "v1", "Self-hosted market data for crypto assets. Unknown is null, never 0; every figure says where it stands."));
            options.SwaggerDoc(CoinGecko, InfoOf(
                "MarketData in CoinGecko's shapes", "v3", "For clients that were written for CoinGecko's API v3. What is not known is null; parameters that are not listed are ignored."));
            options.DocInclusionPredicate((document, endpoint) => (endpoint.GroupName ?? Native) == document);
            options.MapType<MarketData.CoinGecko.AskedPercentage>(() => new OpenApiSchema { Type = JsonSchemaType.Number | JsonSchemaType.Null, Format = "double" });
            options.AddServer(new OpenApiServer { Url = "/", Description = "This service." });
            options.SupportNonNullableReferenceTypes();
            options.NonNullableReferenceTypesAsRequired();
            options.IncludeXmlComments(typeof(OpenApiExtensions).Assembly, includeControllerXmlComments: false);
            options.AddSecurityDefinition(AccessFilter.ApiKey, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = "X-Api-Key",
                Description = "A key of this service. Needed where the service does not let callers without one read.",
            });
            options.AddSecurityDefinition(AccessFilter.Bearer, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "A key of this service, or a token of the issuer that the service trusts.",
            });
            options.OperationFilter<QueryContractFilter>();
            options.OperationFilter<PathParameterFilter>();
            options.OperationFilter<CachedAnswersFilter>();
            options.OperationFilter<AccessFilter>();
            options.OperationFilter<ResponsesFilter>();
            options.OperationFilter<RowFormatsFilter>();
            options.OperationFilter<OtherAnswerFilter>();
            options.OperationFilter<ExamplesFilter>();
            options.SchemaFilter<NumberSchemaFilter>();
            options.SchemaFilter<RequiredPropertiesFilter>();
            options.SchemaFilter<NullableReferenceFilter>();
            options.UseAllOfToExtendReferenceSchemas();
            options.DocumentFilter<WholeDocumentFilter>();
            options.DocumentFilter<CachedAnswersFilter>();
        });
        return services;
    }

    /// <inheritdoc cref="AddOpenApiDocument"/>
    public static void UseOpenApiDocument(this WebApplication app)
    {
        // Aside: in the way of every request it would make a generator for each, at a quarter of what a kept page costs in all.
        app.UseWhen(context => IsOfDocument(context.Request.Path), document =>
        {
            document.UseStatusCodePages();
            document.UseSwagger(options =>
            {
                options.RouteTemplate = "openapi/{documentName}.json";

                // 3.0 cannot say of a reference that it may be null.
                options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            });
            document.UseSwaggerUI(options =>
            {
                options.SwaggerEndpoint($"/openapi/{Native}.json", "MarketData v1");
                options.SwaggerEndpoint($"/openapi/{CoinGecko}.json", "In CoinGecko's shapes");
                options.DocumentTitle = "MarketData API";
            });
        });
    }

    private static bool IsOfDocument(PathString path) => path.StartsWithSegments("/openapi") || path.StartsWithSegments("/swagger");

    private static OpenApiInfo InfoOf(string title, string version, string description) => new()
    {
        Title = title,
        Version = version,
        Description = description,
        License = new OpenApiLicense { Name = "MIT", Url = new Uri("https://opensource.org/license/mit") },
    };

    /// <summary>What is said of the document as a whole.</summary>
    private sealed class WholeDocumentFilter(IConfiguration configuration) : IDocumentFilter
    {
        public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
        {
            var contact = configuration.GetSection("Api:Contact");
            swaggerDoc.Info.Contact = new OpenApiContact
            {
                Name = contact["Name"],
                Url = Uri.TryCreate(contact["Url"], UriKind.Absolute, out var url) ? url : null,
                Email = contact["Email"],
            };
            var tags = context.DocumentName == Native ? NativeTags : CoinGeckoTags;
            swaggerDoc.Tags = new HashSet<OpenApiTag>(tags.Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description }));

            // The framework's own form of errors, which nothing here is written in.
            swaggerDoc.Components?.Schemas?.Remove("ProblemDetails");
        }
    }
}
