using MarketData.Access.Limits;
using MarketData.Access.Tokens;

namespace MarketData.Access;

/// <summary>
/// Lets a request through to its endpoint if its caller may and has requests left. What is not marked otherwise needs a caller that may
/// read: an endpoint that nobody thought of is closed.
/// </summary>
internal sealed class AccessMiddleware(
    RequestDelegate next, CallerFinder callers, TokenReader tokens, RateLimiter limiter, ExpensiveWork expensive, AccessMetrics metrics, TimeProvider time)
{
    public Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        var scope = endpoint?.Metadata.GetMetadata<ScopeRequirement>()?.ScopeFor(context) ?? AccessScopes.Read;
        if (scope == AccessScopes.None)
        {
            return next(context);
        }

        var credential = Credential.Of(context.Request);
        var atAddress = callers.AtAddress(context, limiter.Now);
        if (credential.Kind == CredentialKind.Token && tokens.IsConfigured)
        {
            return InvokeWithTokenAsync(context, credential.Text, atAddress, scope, endpoint);
        }

        var caller = callers.Find(credential, atAddress, out var problem);
        return ChargeAsync(context, caller, atAddress, problem, scope, endpoint);
    }

    private async Task InvokeWithTokenAsync(HttpContext context, string token, Caller atAddress, AccessScopes scope, Endpoint? endpoint)
    {
        var (caller, problem) = await tokens.FindAsync(token, limiter.Now, context.RequestAborted);
        await ChargeAsync(context, caller, atAddress, problem, scope, endpoint);
    }

    private Task ChargeAsync(HttpContext context, Caller? caller, Caller atAddress, AccessProblem? problem, AccessScopes scope, Endpoint? endpoint)
    {
        if (caller is not null && !caller.Scopes.HasFlag(scope))
        {
            problem = AccessProblem.ScopeMissing(scope);
        }

        // Refused requests count too, of strangers by their address: guessing keys is limited like everything else.
        var payer = caller ?? atAddress;
        var taking = limiter.TakeAsync(payer, context.RequestAborted);
        return taking.IsCompletedSuccessfully
            ? ContinueAsync(context, payer, taking.Result, problem, endpoint)
            : AwaitAsync(context, payer, taking, problem, endpoint);
    }

    private async Task AwaitAsync(HttpContext context, Caller payer, ValueTask<Allowance> taking, AccessProblem? problem, Endpoint? endpoint) =>
        await ContinueAsync(context, payer, await taking, problem, endpoint);

    private Task ContinueAsync(HttpContext context, Caller payer, Allowance allowance, AccessProblem? problem, Endpoint? endpoint)
    {
        var now = time.GetUtcNow();
        if (!allowance.IsGranted)
        {
            SetHeaders(context, payer, allowance.Remaining, now);
            return RefuseAsync(context, AccessProblem.RateLimited(allowance.Wait));
        }

        if (payer.Usage is { } usage && !usage.TryCount(payer.Plan.RequestsPerMonth, now))
        {
            return RefuseMonthAsync(context, payer, allowance, now);
        }

        SetHeaders(context, payer, allowance.Remaining, now);
        if (problem is not null)
        {
            return RefuseAsync(context, problem);
        }

        context.Features.Set(payer);
        var running = endpoint?.Metadata.GetMetadata<ExpensiveMetadata>() is null ? next(context) : RunExpensiveAsync(context);
        return running.IsCompletedSuccessfully && context.Response.StatusCode != StatusCodes.Status304NotModified
            ? running
            : SettleAsync(context, payer, allowance, running);
    }

    private async Task RefuseMonthAsync(HttpContext context, Caller payer, Allowance allowance, DateTimeOffset now)
    {
        await limiter.ReturnAsync(payer, context.RequestAborted);
        SetHeaders(context, payer, allowance.Remaining + 1, now);
        await RefuseAsync(context, AccessProblem.QuotaExceeded(MonthlyUsage.EndOf(now) - now));
    }

    private async Task RunExpensiveAsync(HttpContext context)
    {
        if (!expensive.TryEnter())
        {
            await RefuseAsync(context, AccessProblem.Busy);
            return;
        }

        try
        {
            await next(context);
        }
        finally
        {
            expensive.Leave();
        }
    }

    private Task RefuseAsync(HttpContext context, AccessProblem problem)
    {
        metrics.Refused(problem.Code);
        return problem.WriteAsync(context);
    }

    /// <summary>Whoever has the answer already pays nothing for being told so.</summary>
    private async Task SettleAsync(HttpContext context, Caller payer, Allowance allowance, Task running)
    {
        await running;
        if (context.Response.StatusCode != StatusCodes.Status304NotModified)
        {
            return;
        }

        payer.Usage?.Uncount();
        await limiter.ReturnAsync(payer, context.RequestAborted);
        if (!context.Response.HasStarted)
        {
            SetHeaders(context, payer, allowance.Remaining + 1, time.GetUtcNow());
        }
    }

    /// <summary>Tells of the limit that is nearest its end.</summary>
    private static void SetHeaders(HttpContext context, Caller caller, long remaining, DateTimeOffset now)
    {
        var plan = caller.Plan;
        if (plan.IsUnlimited)
        {
            return;
        }

        var headers = context.Response.Headers;
        headers["RateLimit-Policy"] = plan.PolicyHeader;
        var ofMonth = plan.RequestsPerMonth > 0 && caller.Usage is { } usage
            ? Math.Max(0, plan.RequestsPerMonth - usage.CountAt(now))
            : long.MaxValue;
        headers["RateLimit"] = plan.RequestsPerMinute == 0 || ofMonth < remaining
            ? Plan.MonthHeader(ofMonth, MonthlyUsage.EndOf(now) - now)
            : plan.MinuteHeader(Math.Min(remaining, plan.RequestsPerMinute));
    }
}
