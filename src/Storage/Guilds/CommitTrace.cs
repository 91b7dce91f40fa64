using System.Diagnostics;
using Span = System.Diagnostics.Activity;

namespace CommunityIntel.Storage.Guilds;

/// <summary>
/// The span of one transaction. It is part of the trace of the first commit in it and linked with those of all. Null, and nothing is made,
/// while nobody listens.
/// </summary>
internal static class CommitTrace
{
    private static readonly ActivitySource Source = new("CommunityIntel.Storage");

    /// <summary>Where who commits stands in a trace.</summary>
    public static ActivityContext Here => Span.Current?.Context ?? default;

    public static Span? Begin(IEnumerable<ActivityContext> callers)
    {
        if (!Source.HasListeners()) return null;
        var all = callers.Where(caller => caller != default).ToList();
        return Source.StartActivity("commit", ActivityKind.Internal, all.FirstOrDefault(), links: all.Select(caller => new ActivityLink(caller)));
    }
}
