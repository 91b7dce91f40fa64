using CommunityIntel.StripeEmulator.Control;

namespace CommunityIntel.StripeEmulator.Rest;

/// <summary>Failures to come, in the order they were asked for.</summary>
internal sealed class RequestFaults
{
    private readonly Lock gate = new();
    private readonly List<RequestFault> faults = [];

    public void Add(RequestFault fault)
    {
        lock (gate) faults.Add(fault);
    }

    public void Clear()
    {
        lock (gate) faults.Clear();
    }

    public RequestFault? Take(HttpRequest request)
    {
        lock (gate)
        {
            var at = faults.FindIndex(fault => request.Path.Value!.StartsWith(fault.PathPrefix, StringComparison.OrdinalIgnoreCase)
                && (fault.Method is null || request.Method.Equals(fault.Method, StringComparison.OrdinalIgnoreCase)));
            if (at < 0) return null;
            var fault = faults[at];
            if (fault.Count <= 1) faults.RemoveAt(at);
            else faults[at] = fault with { Count = fault.Count - 1 };
            return fault;
        }
    }
}
