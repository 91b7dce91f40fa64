namespace CommunityIntel.Grains.Guilds;

/// <summary>One at a time, in order, among the interleaving calls of one activation; its calls never run at the same instant.</summary>
internal sealed class Turn
{
    private Task _last = Task.CompletedTask;

    /// <summary>Held until disposed.</summary>
    public async ValueTask<Held> TakeAsync()
    {
        var (before, ends) = (_last, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _last = ends.Task;
        await before;
        return new Held(ends);
    }

    internal readonly struct Held(TaskCompletionSource ends) : IDisposable
    {
        public void Dispose() => ends.SetResult();
    }
}
