using System.Text.RegularExpressions;

namespace CommunityIntel.Domain.Digests;

/// <summary>Takes people's names out of texts of a guild that names nobody.</summary>
public sealed class NameMask
{
    public const int MostNames = 500;

    private const int ShortestName = 3;

    private readonly Regex? _names;
    private readonly string _someone;

    /// <param name="names">Of those who wrote in the span; shorter ones than three characters could be any word, and stay.</param>
    public NameMask(IEnumerable<string> names, string someone)
    {
        var words = names.Select(n => n.Trim()).Where(n => n.Length >= ShortestName).Distinct().OrderByDescending(n => n.Length).Take(MostNames).Select(Regex.Escape).ToList();
        _someone = someone;
        _names = words.Count == 0 ? null : new Regex($@"(?<!\w)@?(?:{string.Join('|', words)})(?!\w)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
    }

    public string In(string text) => _names?.Replace(text, _someone) ?? text;
}
