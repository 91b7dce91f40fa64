namespace CommunityIntel.Lab.OpenApi;

/// <summary>A place where JSON does not fit its schema.</summary>
/// <param name="At">JSON pointer into what was checked (RFC 6901), after <c>path:</c> or <c>query:</c> a parameter's name.</param>
public sealed record OpenApiProblem(string At, string Message)
{
    public override string ToString() => $"{(At.Length == 0 ? "/" : At)}: {Message}";
}
