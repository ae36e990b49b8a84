namespace MarketData.Hosting.Json;

/// <summary>A 200 with a JSON body that is encoded already.</summary>
internal sealed class EncodedAnswer(byte[] body) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.ContentType = JsonAnswer.ContentType;
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, httpContext.RequestAborted);
    }
}
