using CommunityIntel.Domain.Digests;

namespace CommunityIntel.Grains.Digests;

/// <summary>The few words that digests have of their own.</summary>
internal static class DigestWords
{
    /// <summary>In the place of a name.</summary>
    public static string SomeoneIn(DigestLanguage language) => language == DigestLanguage.French ? "quelqu’un" : "someone";

    public static string CodeOf(DigestLanguage language) => language == DigestLanguage.French ? "fr" : "en";
}
