using CommunityIntel.Domain.Digests;

namespace CommunityIntel.Domain.Tests.Digests;

/// <summary>What holds of every extractive digest, whatever it is made of.</summary>
internal static class DigestIsSound
{
    public static void Check(IReadOnlyList<ChatMessage> messages, DigestContent digest, DigestLength length)
    {
        var byId = messages.GroupBy(m => m.MessageId).ToDictionary(m => m.Key, m => m.First());
        digest.Items.Should().HaveCountLessThanOrEqualTo(DigestRules.MostItems(length));
        digest.Items.SelectMany(i => i.Sources).Should().OnlyHaveUniqueItems().And.BeSubsetOf(byId.Keys);
        digest.Items.Count(i => i.Kind == DigestItemKind.OpenQuestion).Should().BeLessThanOrEqualTo(length == DigestLength.Brief ? 2 : 3);
        digest.Items.Count(i => i.Kind is DigestItemKind.Decision or DigestItemKind.Event).Should().BeLessThanOrEqualTo(length == DigestLength.Brief ? 2 : 3);
        digest.Items.SkipWhile(i => i.Kind == DigestItemKind.Topic).Should().NotContain(i => i.Kind == DigestItemKind.Topic, "topics come first");
        foreach (var item in digest.Items) Check(item, [.. item.Sources.Select(id => byId[id])]);
    }

    private static void Check(DigestItem item, List<ChatMessage> sources)
    {
        item.Text.Should().BeNull();
        item.Title.Length.Should().BeLessThanOrEqualTo(DigestRules.LongestTitle);
        item.Title.Should().NotMatchRegex(@"\p{C}", "it is one line of whole characters");
        sources.Should().HaveCountGreaterThan(0).And.HaveCountLessThanOrEqualTo(DigestRules.MostSources);
        sources.Select(m => m.ChannelId).Distinct().Should().ContainSingle();
        var authors = sources.Select(m => m.AuthorId).Distinct().Count();
        authors.Should().Be(sources.Count, "each link is of another person").And.BeLessThanOrEqualTo(item.Authors);
        if (item.Kind == DigestItemKind.Topic) authors.Should().BeGreaterThanOrEqualTo(DigestRules.FewestAuthors);
        if (item.Kind == DigestItemKind.Topic) item.Title.Should().NotBeEmpty();
        if (item.Kind == DigestItemKind.OpenQuestion) item.Authors.Should().Be(1);
    }
}
