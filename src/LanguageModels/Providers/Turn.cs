namespace CommunityIntel.LanguageModels.Providers;

/// <summary>How long a question may still take.</summary>
internal sealed class Deadline(TimeProvider time, TimeSpan total)
{
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(50);

    private readonly long _started = time.GetTimestamp();

    /// <summary>0 or more.</summary>
    public TimeSpan Left => total - time.GetElapsedTime(_started) is { Ticks: > 0 } left ? left : TimeSpan.Zero;

    /// <summary>Nothing that is begun now would come to an end.</summary>
    public bool IsOver => Left < Least;
}

/// <summary>One provider's turn at a question.</summary>
/// <param name="Reserve">What the providers after it need for one request each: it may be first come, but not take their time to try again.</param>
/// <param name="Caller">Cancelled = nobody waits any more, which says nothing about the provider.</param>
internal sealed record Turn(ModelRequest Request, IModelBudget Budget, Func<string, bool> Accept, Deadline Deadline, TimeSpan Reserve, CancellationToken Caller)
{
    private int _requests;

    /// <summary>Answers in this turn that were no JSON object.</summary>
    public int Unreadable { get; set; }

    /// <summary>Whether another request fits after such a wait.</summary>
    public bool Fits(TimeSpan wait) => Deadline.Left - Reserve > wait;

    /// <summary>How long the next request may take; the first of a turn may use what was for later providers.</summary>
    public TimeSpan NextPatience(TimeSpan timeout)
    {
        var left = _requests++ == 0 ? Deadline.Left : Deadline.Left - Reserve;
        return left < timeout ? left : timeout;
    }
}
