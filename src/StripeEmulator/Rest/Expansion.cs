using System.Text.Json.Nodes;
using CommunityIntel.StripeEmulator.State;

namespace CommunityIntel.StripeEmulator.Rest;

/// <summary>Puts whole objects in the place of ids, and what is only sent when asked for, as <c>expand[]</c> says.</summary>
internal sealed class Expansion(Account account, Wire wire)
{
    private const int MaxDepth = 4;

    private readonly Dictionary<(string Object, string Field), Func<string, object?>> onRequest = [];

    /// <summary>A field that is sent only when it is expanded, made from the object's id.</summary>
    public void OnRequest(string kind, string field, Func<string, object?> make) => onRequest.Add((kind, field), make);

    public void Apply(JsonNode answer, IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            var steps = path.Split('.');
            if (steps.Count(step => step != "data") > MaxDepth) throw RefusedException.Invalid($"You cannot expand more than {MaxDepth} levels of a property. Property: {path}", "expand");
            Apply(answer, steps, path);
        }
    }

    private void Apply(JsonNode node, ReadOnlySpan<string> steps, string path)
    {
        if (steps.IsEmpty) return;
        var step = steps[0];
        if (node is JsonArray array)
        {
            foreach (var element in array) if (element is not null) Apply(element, steps, path);
            return;
        }

        if (node is not JsonObject holder) throw NotExpandable(path);
        if (!holder.ContainsKey(step)) AddOnRequest(holder, step, path);
        if (holder[step] is JsonArray ids) Replace(ids);
        else if (holder[step] is JsonValue value && value.TryGetValue<string>(out var id)) holder[step] = Find(id) ?? throw NotExpandable(path);
        if (holder[step] is { } next) Apply(next, steps[1..], path);
    }

    private void AddOnRequest(JsonObject holder, string step, string path)
    {
        if (holder["object"]?.GetValue<string>() is not { } kind || !onRequest.TryGetValue((kind, step), out var make)) throw NotExpandable(path);
        holder[step] = make(holder["id"]!.GetValue<string>()) is { } made ? wire.Snapshot(made) : null;
    }

    private void Replace(JsonArray ids)
    {
        for (var at = 0; at < ids.Count; at++)
            if (ids[at] is JsonValue value && value.TryGetValue<string>(out var id) && Find(id) is { } found) ids[at] = found;
    }

    private JsonObject? Find(string id) => account.TryFind(id, out var found) ? wire.Snapshot(found) : null;

    private static RefusedException NotExpandable(string path) => RefusedException.Invalid($"This property cannot be expanded ({path}).", "expand");
}
