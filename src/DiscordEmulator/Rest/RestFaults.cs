namespace CommunityIntel.DiscordEmulator.Rest;

/// <summary>A prepared failure of the next REST calls.</summary>
/// <param name="Count">How many calls fail.</param>
/// <param name="Status">HTTP status; 0 never answers.</param>
/// <param name="Scope">For 429: <c>user</c>, <c>global</c>, <c>shared</c>, or <c>cloudflare</c> for an HTML answer.</param>
/// <param name="RetryAfter">Seconds, for 429.</param>
/// <param name="PathContains">Only calls whose path contains this.</param>
/// <param name="Method">Only calls with this method.</param>
/// <param name="AfterEffect">The call does what it says, and only its answer fails.</param>
public sealed record RestFault(int Count, int Status, string? Scope = null, double RetryAfter = 1, string? PathContains = null, string? Method = null, bool AfterEffect = false);

/// <summary>Failures to come, in the order they were asked for.</summary>
public sealed class RestFaults
{
    private readonly Lock gate = new();
    private readonly List<RestFault> faults = [];

    public void Add(RestFault fault)
    {
        lock (gate) faults.Add(fault);
    }

    public RestFault? Take(HttpRequest request)
    {
        lock (gate)
        {
            var at = faults.FindIndex(f => (f.PathContains is null || request.Path.Value!.Contains(f.PathContains, StringComparison.OrdinalIgnoreCase))
                && (f.Method is null || request.Method.Equals(f.Method, StringComparison.OrdinalIgnoreCase)));
            if (at < 0) return null;
            var fault = faults[at];
            if (fault.Count <= 1) faults.RemoveAt(at);
            else faults[at] = fault with { Count = fault.Count - 1 };
            return fault;
        }
    }
}
