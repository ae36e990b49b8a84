using System.Globalization;

namespace MarketData.Ingestion.Gate.Rules;

/// <summary>
/// Holds back a price far from the held one until a second source says the same or the next polls repeat it. A poll counts only if
/// the source's time moved: the same answer read twice confirms nothing.
/// </summary>
/// <remarks>What waits is kept in memory: after a restart a jump has to be confirmed anew, which errs on the side of the held price.</remarks>
internal sealed class JumpRule(GateOptions options) : IQuoteRule
{
    private readonly Dictionary<(int AssetId, string Source), Pending> _pending = [];

    public string Name => "jump";

    public void Check(QuoteDraft draft)
    {
        var key = (draft.AssetId, draft.Source);
        var price = draft.Price!.Value;
        if (draft.Held is not { } held || Factor(price, held.Price) < options.JumpFactor || IsConfirmedByAnother(draft, price))
        {
            _pending.Remove(key);
            return;
        }

        var asOf = draft.Raw.AsOf!.Value;
        var pending = _pending.GetValueOrDefault(key);
        if (pending is null || !IsNear(price, pending.Price))
        {
            pending = new Pending(price, asOf, 0);
        }
        else if (asOf > pending.AsOf)
        {
            pending = new Pending(price, asOf, pending.Confirmations + 1);
        }

        if (pending.Confirmations >= options.Confirmations)
        {
            _pending.Remove(key);
            return;
        }

        _pending[key] = pending;
        draft.Refuse(
            Name,
            price,
            string.Create(
                CultureInfo.InvariantCulture,
                $"The price is more than {options.JumpFactor} times off the held {held.Price} and not confirmed by another source or {options.Confirmations} more polls."));
    }

    private bool IsConfirmedByAnother(QuoteDraft draft, decimal price) =>
        draft.Others.Any(other => other.AsOf > draft.Held!.AsOf && IsNear(price, other.Price));

    private bool IsNear(decimal price, decimal other) => Factor(price, other) <= 1 + options.ConfirmTolerance;

    /// <summary>How many times the greater of two prices is the smaller; in doubles, since such quotients can exceed a decimal.</summary>
    private static double Factor(decimal price, decimal other) =>
        price > other ? (double)price / (double)other : (double)other / (double)price;

    private sealed record Pending(decimal Price, DateTimeOffset AsOf, int Confirmations);
}
