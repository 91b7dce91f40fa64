namespace CommunityIntel.StripeEmulator.Rest;

/// <summary>One request to the API, its key and parameters checked.</summary>
internal sealed record ApiCall(string RequestId, string? IdempotencyKey, RouteValueDictionary Route, Parameters Parameters, string Path)
{
    /// <summary>The id in the path.</summary>
    public string Id => (string)Route["id"]!;

    public IEnumerable<string> Expand => Parameters.Each("expand").Select(each => each.Value ?? "");
}
