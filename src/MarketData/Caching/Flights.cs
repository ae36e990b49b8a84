namespace MarketData.Caching;

/// <summary>The readings under way in this process: one for each key and version of the data.</summary>
internal sealed class Flights(TimeProvider time)
{
    private readonly Dictionary<string, Flight> _flights = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>
    /// Joins the flight for a key, or begins one. <paramref name="landed"/> is asked under the lock, so that no second flight begins
    /// for what has just been read; the flight is null then. What was begun at a lower version of the data is not joined.
    /// </summary>
    public (Flight? Flight, bool IsNew) Join(string key, long dataVersion, bool goesOn, Func<bool> landed)
    {
        lock (_gate)
        {
            if (landed())
            {
                return (null, false);
            }

            var isNew = !_flights.TryGetValue(key, out var flight) || flight.DataVersion < dataVersion;
            if (isNew)
            {
                flight = new Flight(key, dataVersion, time.GetTimestamp());
                _flights[key] = flight;
            }

            flight!.Waiting++;
            flight.GoesOn |= goesOn;
            return (flight, isNew);
        }
    }

    /// <summary>A request waits no more. The last one's leaving ends a flight that is not to go on.</summary>
    public void Leave(Flight flight)
    {
        lock (_gate)
        {
            flight.Waiting--;
            if (flight is { Waiting: 0, GoesOn: false, IsOver: false })
            {
                Remove(flight);
                flight.Abandon();
            }
        }
    }

    /// <summary>A flight goes on though those who wait for it will leave: for those who ask again.</summary>
    public void LetGoOn(Flight flight)
    {
        lock (_gate)
        {
            flight.GoesOn = true;
        }
    }

    /// <summary>It is decided what comes of a flight: who asks now finds it in memory, or begins another.</summary>
    public void End(Flight flight)
    {
        lock (_gate)
        {
            flight.IsOver = true;
            Remove(flight);
        }
    }

    private void Remove(Flight flight)
    {
        if (_flights.TryGetValue(flight.Key, out var current) && current == flight)
        {
            _flights.Remove(flight.Key);
        }
    }
}
