namespace CommunityIntel.Lab.Network;

/// <summary>
/// Something that is wrong with the network, until it is over, perhaps on several stretches of it at once. The connections
/// that it concerns are reset, or, when it is silent, stay open and carry nothing.
/// </summary>
/// <param name="concerns">A connection by its client's port and that of the stretch; null = all.</param>
public sealed class Outage(bool isSilent, Func<int, int, bool>? concerns = null)
{
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsSilent { get; } = isSilent;

    public Task Over => _over.Task;

    public bool Concerns(int clientPort, int port) => concerns?.Invoke(clientPort, port) ?? true;

    /// <summary>What was held back goes on, and whoever comes is let through.</summary>
    public void End() => _over.TrySetResult();
}
