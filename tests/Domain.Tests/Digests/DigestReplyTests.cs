using System.Text.Json;
using CommunityIntel.Domain.Digests;
using FsCheck;
using FsCheck.Fluent;

namespace CommunityIntel.Domain.Tests.Digests;

/// <summary>What is kept of a language model's answer, and what it is asked.</summary>
public sealed class DigestReplyTests
{
    private static readonly PromptPart Part = new([.. Enumerable.Range(1, 12).Select(i => new ChatMessage(i * 1_000L, 5 + (i % 2), 100 + (i % 4), $"message number {i} about the garden", i == 3 ? 1_000 : 0))]);

    [Fact]
    public void Whatever_the_answer_says_every_source_is_a_message_of_the_question()
    {
        var word = Gen.Elements("m1", "m2", "m3", "m12", "m13", "m0", "m-1", "m01", "x", "", "M1", "m1 ", "https://discord.com/channels/1/2/3", "m99999999999");
        var answers =
            from kind in Gen.Elements("topic", "open_question", "decision", "event", "other", "")
            from title in Gen.Elements("", "A title", new string('t', 500), "two\nlines", "\u202eturned")
            from text in Gen.Elements("", "A text.", new string('x', 900), "see http://x.example", "hello <@12>", "hello @everyone", "🎉👨‍👩‍👧‍👦 done", "message number 3 about the garden and message number 4 about the garden")
            from sources in word.ArrayOf()
            select new { kind, title, text, sources };
        Prop.ForAll(answers.ArrayOf().ToArbitrary(), items =>
        {
            var read = DigestReply.Read(JsonSerializer.Serialize(new { mood = "calm", items }), Part, DigestLength.Full)!;
            read.Items.Count.Should().BeLessThanOrEqualTo(12);
            foreach (var item in read.Items)
            {
                item.Sources.Should().NotBeEmpty().And.OnlyHaveUniqueItems().And.OnlyContain(id => Part.Messages.Any(m => m.MessageId == id));
                item.Sources.Count.Should().BeLessThanOrEqualTo(DigestRules.MostRestedOn);
                item.Title.Length.Should().BeLessThanOrEqualTo(DigestRules.LongestTitle);
                item.Text!.Length.Should().BeInRange(1, DigestRules.LongestText);
                (item.Title + item.Text).Should().NotContainAny("http", "<@", "@everyone", "\n", "\u202e");
                if (item.Kind == DigestItemKind.Topic) item.Authors.Should().BeGreaterThanOrEqualTo(DigestRules.FewestAuthors);
            }
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(""), InlineData("{"), InlineData("[]"), InlineData("3"), InlineData("{\"items\":3}"), InlineData("{\"items\":[3]}"), InlineData("{\"items\":[{\"kind\":\"topic\",\"title\":1,\"text\":\"\",\"sources\":[]}]}")]
    [InlineData("{\"items\":[{\"kind\":\"topic\",\"title\":\"\\ud83d\",\"text\":\"\",\"sources\":[]}]}")]
    public void An_answer_of_another_shape_is_none(string json) => (DigestReply.Read(json, Part, DigestLength.Brief)?.Items ?? []).Should().BeEmpty();

    [Fact]
    public void Parts_become_one_digest_in_which_no_message_stands_twice()
    {
        var first = new DigestContent(DigestMood.Calm, [new(DigestItemKind.Topic, "a", "a", [1, 2, 3], 3), new(DigestItemKind.OpenQuestion, "b", "b", [4], 1)]);
        var second = new DigestContent(DigestMood.Tense, [new(DigestItemKind.Topic, "c", "c", [5, 6, 7, 8], 4), new(DigestItemKind.Topic, "d", "d", [3, 9, 10], 3)]);
        var merged = DigestReply.Merge([first, second, new(DigestMood.Calm, [])], DigestLength.Brief);
        merged.Items.Select(i => i.Title).Should().Equal("c", "a", "b");
        merged.Mood.Should().Be(DigestMood.Calm);
        DigestReply.Merge([.. Enumerable.Range(0, 9).Select(i => new DigestContent(DigestMood.Unknown, [new(DigestItemKind.Event, $"{i}", "x", [i], 1)]))], DigestLength.Brief).Items.Should().HaveCount(5);
    }

    [Fact]
    public void A_question_names_messages_and_numbers_people()
    {
        var lines = DigestPrompt.Input(Part, new Dictionary<long, string> { [6] = "gar\"den\nparty" }).TrimEnd('\n').Split('\n').Select(l => JsonSerializer.Deserialize<JsonElement>(l)).ToList();
        lines.Where(l => l.TryGetProperty("channel", out _)).Select(l => l.GetProperty("channel").GetString()).Should().Equal("gar\"den party", "channel 2");
        var messages = lines.Where(l => l.TryGetProperty("m", out _)).ToList();
        messages.Should().HaveCount(12).And.OnlyContain(m => Part.Find(m.GetProperty("m").GetString()!)!.Text == m.GetProperty("text").GetString());
        messages.Single(m => m.TryGetProperty("to", out _)).GetProperty("to").GetString().Should().Be("m1");
    }

    [Fact]
    public void Parts_keep_to_their_size_the_busiest_channel_comes_first_and_its_newest_messages_are_read()
    {
        var busy = Enumerable.Range(0, 2_000).Select(i => new ChatMessage(i, 1, i % 5, new string('b', 200)));
        var quiet = Enumerable.Range(0, 50).Select(i => new ChatMessage(10_000 + i, 2, i % 5, new string('q', 200)));
        var parts = DigestPrompt.Split([.. quiet, .. busy], 2_000, 4);
        parts.Should().HaveCount(4, "half of the whole for each of the two");
        parts[0].Messages.Should().OnlyContain(m => m.ChannelId == 1);
        parts.SelectMany(p => p.Messages).Where(m => m.ChannelId == 1).Select(m => m.MessageId).Max().Should().Be(1_999);
        parts.SelectMany(p => p.Messages).Count(m => m.ChannelId == 2).Should().Be(48);
        parts.Should().OnlyContain(p => p.Messages.Sum(m => m.Text.Length) / 3 < 2_000);
        DigestPrompt.Split([new ChatMessage(1, 1, 1, new string('x', 100_000))], 100, 2).Should().ContainSingle();
        DigestPrompt.Split([], 100, 2).Should().BeEmpty();
    }

    [Fact]
    public void A_line_is_one_line_cut_between_graphemes()
    {
        DigestText.Line("  a\r\n\tb  ", 10).Should().Be("a b");
        DigestText.Line("abc👨‍👩‍👧‍👦def", 8).Should().Be("abc…");
        DigestText.Line("\u202eabc\u2066", 8).Should().Be("abc");
        DigestText.WithoutMentions("<@12> and <@!34> in <#5> of <@&6> <:wave:77> <a:dance:8>", "someone").Should().Be("someone and someone in #… of @… :wave: :dance:");
    }

    [Fact]
    public void Names_of_those_who_wrote_are_taken_out_as_words_and_no_others()
    {
        var mask = new NameMask(["Zoé", "Max Power", "Al", "C++ (fan)"], "someone");
        mask.In("Thanks @zoé, and Max Power too: Zoéline stays, Al stays, so does maximum; C++ (fan) goes.").Should().Be("Thanks someone, and someone too: Zoéline stays, Al stays, so does maximum; someone goes.");
        new NameMask([], "someone").In("Zoé").Should().Be("Zoé");
    }
}
