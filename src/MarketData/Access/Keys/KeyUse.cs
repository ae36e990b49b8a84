namespace MarketData.Access.Keys;

/// <summary>Requests of a key in a month that the database does not know of yet.</summary>
/// <param name="Key">Id of the key.</param>
/// <param name="Month">Calendar month (UTC), such as <c>2026-01</c>.</param>
/// <param name="Requests">How many.</param>
internal sealed record KeyUse(string Key, string Month, long Requests);
