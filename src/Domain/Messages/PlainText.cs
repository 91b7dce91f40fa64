using System.Text;

namespace CommunityIntel.Domain.Messages;

/// <summary>Names that people chose, inside text that Discord formats.</summary>
public static class PlainText
{
    private const string Special = @"\*_~`|>#[]()<@:-";

    /// <summary>Shown as it is written: no formatting, no mention, no link, one line.</summary>
    public static string Of(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsControl(c)) continue;
            if (Special.Contains(c)) plain.Append('\\');
            plain.Append(c);
        }

        return plain.ToString();
    }
}
