namespace CommunityIntel.LanguageModels.Providers;

/// <summary>
/// When a provider is left alone. Our own and no circuit breaker of Polly's: that one counts shares of many calls, while here
/// there may be an hour between two, and a provider itself says when it wants to be asked again.
/// </summary>
internal sealed class ProviderRest(TimeProvider time)
{
    /// <summary>Failures in a row before a rest.</summary>
    public const int Patience = 5;

    public static readonly TimeSpan AfterFailures = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan AfterRefusal = TimeSpan.FromMinutes(10);

    private readonly Lock _gate = new();
    private int _failures;
    private bool _isTried;
    private DateTimeOffset _until = DateTimeOffset.MinValue;

    /// <summary>The end of the rest; null when it is over or there was none.</summary>
    public DateTimeOffset? Until
    {
        get
        {
            lock (_gate) return time.GetUtcNow() < _until ? _until : null;
        }
    }

    /// <summary>Too many failures in a row: the next question is a trial, and it is the only one.</summary>
    public bool IsBroken
    {
        get
        {
            lock (_gate) return _failures >= Patience;
        }
    }

    /// <summary>Whether it may be asked. After true, one of the methods below follows.</summary>
    public bool TryEnter()
    {
        lock (_gate)
        {
            if (time.GetUtcNow() < _until || (_failures >= Patience && _isTried)) return false;
            _isTried = _failures >= Patience;
            return true;
        }
    }

    public void Succeeded()
    {
        lock (_gate) (_failures, _isTried, _until) = (0, false, DateTimeOffset.MinValue);
    }

    /// <summary>Once for every request that failed.</summary>
    public void Failed()
    {
        lock (_gate)
        {
            _failures++;
            _isTried = false;
            if (_failures >= Patience) Extend(AfterFailures);
        }
    }

    /// <summary>It would refuse everything until somebody does something.</summary>
    public void Refused()
    {
        lock (_gate)
        {
            _failures = Math.Max(_failures, Patience);
            _isTried = false;
            Extend(AfterRefusal);
        }
    }

    /// <summary>It said how long it wants to be left alone, and nobody waits for that.</summary>
    public void Rest(TimeSpan wanted)
    {
        lock (_gate) Extend(wanted);
    }

    /// <summary>It was not asked after all, or nobody waited for what it would say.</summary>
    public void Released()
    {
        lock (_gate) _isTried = false;
    }

    private void Extend(TimeSpan rest)
    {
        var until = time.GetUtcNow() + rest;
        if (until > _until) _until = until;
    }
}
