using System.Text.Json;
using MarketData.Hosting.Json;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace MarketData.Hosting.OpenApi;

internal static class OpenApiExtensions
{
    private const string DocumentName = "v1";

    private static readonly (string Name, string Description)[] Tags =
    [
        ("Assets", "Assets with everything known of them: lists, details, contracts, identities."),
        ("Categories", "Sectors with the sums over their members."),
        ("Conversion", "Amounts between assets and currencies."),
        ("Global", "The market as a whole."),
        ("History", "Candles, series, performance and gaps of assets; totals of the market and of categories over time."),
        ("Operations", "How the service and its sources are doing."),
        ("Prices", "Prices in any currency, in bulk or alone."),
        ("Rankings", "Factors, rankings with published formulas, rankings of your own and the jobs that compute them."),
        ("Search", "Assets and categories by name."),
        ("Tiers", "Cap tiers: thresholds, members, classification."),
        ("Valuations", "Market cap, fully diluted valuation, float and their ratios."),
    ];

    /// <summary>The OpenAPI document at <c>/openapi/v1.json</c> and its browser at <c>/swagger</c>.</summary>
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
            options.SwaggerDoc(DocumentName, new OpenApiInfo
            {
                Title = "MarketData",
                Version = DocumentName,
                Description = "Self-hosted market data for crypto assets. Unknown is null, never 0; every figure says where it stands.",
                License = new OpenApiLicense { Name = "MIT", Url = new Uri("https://opensource.org/license/mit") },
            });
            options.AddServer(new OpenApiServer { Url = "/", Description = "This service." });
            options.SupportNonNullableReferenceTypes();
            options.NonNullableReferenceTypesAsRequired();
            options.IncludeXmlComments(typeof(OpenApiExtensions).Assembly, includeControllerXmlComments: false);
            options.OperationFilter<QueryContractFilter>();
            options.OperationFilter<PathParameterFilter>();
            options.OperationFilter<ResponsesFilter>();
            options.OperationFilter<RowFormatsFilter>();
            options.OperationFilter<OtherAnswerFilter>();
            options.OperationFilter<ExamplesFilter>();
            options.SchemaFilter<NumberSchemaFilter>();
            options.SchemaFilter<RequiredPropertiesFilter>();
            options.SchemaFilter<NullableReferenceFilter>();
            options.UseAllOfToExtendReferenceSchemas();
            options.DocumentFilter<WholeDocumentFilter>();
        });
        return services;
    }

    /// <inheritdoc cref="AddOpenApiDocument"/>
    public static void UseOpenApiDocument(this WebApplication app)
    {
        app.UseSwagger(options =>
        {
            options.RouteTemplate = "openapi/{documentName}.json";

            // 3.0 cannot say of a reference that it may be null.
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        });
        app.UseSwaggerUI(options =>
        {
            options.SwaggerEndpoint($"/openapi/{DocumentName}.json", "MarketData v1");
            options.DocumentTitle = "MarketData API";
        });
    }

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
            swaggerDoc.Tags = new HashSet<OpenApiTag>(Tags.Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description }));

            // The framework's own form of errors, which nothing here is written in.
            swaggerDoc.Components?.Schemas?.Remove("ProblemDetails");
        }
    }
}
