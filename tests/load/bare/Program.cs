using BareKestrel;
using MarketData.Hosting.Server;

// The files of a folder, each as bytes from memory at its own path: no routing, no middleware, no logging.
// Usage: BareKestrel <folder> <port> [inline] [postgres=<connection string>]
const string Postgres = "postgres=";
var bodies = Directory.EnumerateFiles(args[0]).ToDictionary(file => "/" + Path.GetFileName(file), File.ReadAllBytes);
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls("http://127.0.0.1:" + args[1]);
if (args.Contains("inline"))
{
    builder.WebHost.UseInlineCompletions();
}

var app = builder.Build();
if (args.FirstOrDefault(argument => argument.StartsWith(Postgres, StringComparison.Ordinal)) is { } connection)
{
    app.Map("/candles", candles => candles.Run(new BareCandles(connection[Postgres.Length..]).AnswerAsync));
}

app.Run(async context =>
{
    if (!bodies.TryGetValue(context.Request.Path, out var body))
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return;
    }

    context.Response.ContentType = "application/json; charset=utf-8";
    context.Response.ContentLength = body.Length;
    await context.Response.Body.WriteAsync(body);
});
app.Run();
