using CommunityIntel.StripeEmulator.State;

namespace CommunityIntel.StripeEmulator.Rest;

/// <summary>Lists: newest first, 10 unless <c>limit</c> (1 to 100) says otherwise.</summary>
internal static class Paging
{
    public const string Accepted = "limit starting_after ending_before created created[*] ";

    public static ListOf<T> Page<T>(this IEnumerable<T> newestFirst, ApiCall call) where T : StripeObject
    {
        var given = call.Parameters;
        var limit = given.Integer("limit") ?? 10;
        if (limit is < 1 or > 100) throw RefusedException.Invalid("This value must be between 1 and 100.", "limit");
        var all = newestFirst.Where(item => Within(given.Part("created"), item.Created)).ToList();
        var data = given.Given("ending_before") is { } before ? Before(all, before, (int)limit) : After(all, given.Given("starting_after"), (int)limit);
        return new ListOf<T> { Data = data.Page, HasMore = data.HasMore, Url = call.Path };
    }

    /// <summary>Whether a time is the one given, or within <c>gt gte lt lte</c>.</summary>
    public static bool Within(Parameters? given, long time)
    {
        if (given is null) return true;
        if (given.Value is { Length: > 0 } exact && exact != time.ToString(System.Globalization.CultureInfo.InvariantCulture)) return false;
        return !(given.Integer("gt") >= time || given.Integer("gte") > time || given.Integer("lt") <= time || given.Integer("lte") < time);
    }

    private static (List<T> Page, bool HasMore) After<T>(List<T> all, string? after, int limit) where T : StripeObject
    {
        var from = after is null ? 0 : Find(all, after, "starting_after") + 1;
        return (all.Slice(from, Math.Min(limit, all.Count - from)), all.Count - from > limit);
    }

    private static (List<T> Page, bool HasMore) Before<T>(List<T> all, string before, int limit) where T : StripeObject
    {
        var to = Find(all, before, "ending_before");
        var from = Math.Max(0, to - limit);
        return (all.Slice(from, to - from), from > 0);
    }

    private static int Find<T>(List<T> all, string id, string param) where T : StripeObject
    {
        var at = all.FindIndex(item => item.Id == id);
        return at >= 0 ? at : throw RefusedException.NoSuch("object", id, param);
    }
}
