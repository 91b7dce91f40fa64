using CommunityIntel.Domain.Digests;
using CommunityIntel.GrainInterfaces.Digests;
using CommunityIntel.LanguageModels;
using CommunityIntel.Storage.Digests;
using Microsoft.Extensions.Options;
using DigestLength = CommunityIntel.Domain.Digests.DigestLength;

namespace CommunityIntel.Grains.Digests;

/// <summary>What a digest is to be made of: messages of these channels with ids in [FromId, UntilId).</summary>
internal sealed record DigestTask(
    long GuildId, IReadOnlyDictionary<long, string?> Channels, long FromId, long UntilId, DigestLanguage Language, DigestLength Length, bool NamesAuthors);

/// <summary>What was made, with every message that it rests on.</summary>
internal sealed record MadeDigest(DigestMaker Maker, DigestContent Content, IReadOnlyDictionary<long, ReadText> Sources, DigestMaking Making, int Authors);

/// <summary>Reads a span's texts and has them summed up: by a language model, or by picking quotations when none answers.</summary>
public sealed class DigestWriter(KeptTextReader texts, ILanguageModel model, IOptions<DigestsOptions> options, IOptions<LanguageModelsOptions> models, TimeProvider time)
{
    /// <summary>Texts looked at for one digest: the newest.</summary>
    private const int MostTexts = 20_000;

    internal IReadOnlyList<ProviderStanding> Providers => model.Standings;

    internal string Currency => models.Value.Currency;

    /// <param name="namesOf">Of those who wrote: no name reaches a model, and none stays in what is written unless the guild names authors.</param>
    internal async Task<MadeDigest> WriteAsync(DigestTask task, IModelBudget budget, Func<IReadOnlyList<long>, Task<IReadOnlyList<DigestName>>> namesOf)
    {
        var started = time.GetTimestamp();
        var read = task.Channels.Count == 0 ? new ReadTexts([], 0) : await texts.ReadAsync(task.GuildId, [.. task.Channels.Keys], task.FromId, task.UntilId, MostTexts);
        var messages = read.Texts.Select(t => t.Message).ToList();
        var authors = messages.Select(m => m.AuthorId).Distinct().ToList();
        var names = messages.Count < DigestRules.FewestMessages ? [] : await namesOf([.. authors.Take(NameMask.MostNames)]);
        var everybody = new NameMask(names.Select(n => n.Name), DigestWords.SomeoneIn(task.Language));
        var asked = messages.Count < DigestRules.FewestMessages
            ? new Asked(null, [], task.Channels.Count == 0 ? NoModelReason.NoText : NoModelReason.TooLittle, 0)
            : await AskAsync(task, [.. messages.Select(m => m with { Text = everybody.In(m.Text) })], budget);
        var content = asked.Content ?? ExtractiveDigest.Of(messages, task.Language, task.Length);
        var hidden = task.NamesAuthors ? new NameMask(names.Where(n => !n.IsShown).Select(n => n.Name), DigestWords.SomeoneIn(task.Language)) : everybody;
        content = content with { Items = [.. content.Items.Select(i => i with { Title = hidden.In(i.Title), Text = i.Text is null ? null : hidden.In(i.Text) })] };
        var maker = asked.Content is not null ? DigestMaker.Model : content.Items.Count > 0 ? DigestMaker.Extract : DigestMaker.Figures;
        var byId = read.Texts.ToDictionary(t => t.Message.MessageId);
        var last = asked.Usage.Count > 0 ? asked.Usage[^1] : null;
        DigestMetrics.Made(maker.ToString());
        return new MadeDigest(
            maker, content, content.Items.SelectMany(i => i.Sources).Distinct().ToDictionary(id => id, id => byId[id]),
            new DigestMaking(
                time.GetUtcNow(), last?.Provider ?? "", last?.Model ?? "", asked.Usage.Count,
                asked.Usage.Sum(u => u.InputTokens), asked.Usage.Sum(u => u.OutputTokens), asked.Usage.Sum(u => u.CostMicros), Currency,
                (int)time.GetElapsedTime(started).TotalMilliseconds, asked.Why, asked.Content is null ? messages.Count : asked.MessagesRead, read.Total),
            authors.Count);
    }

    // A part that no model answers for is missing from the digest; when none is answered for, there is no model's digest.
    private async Task<Asked> AskAsync(DigestTask task, List<ChatMessage> messages, IModelBudget budget)
    {
        var (usage, contents, reads) = (new List<ModelUsage>(), new List<DigestContent>(), 0);
        var names = task.Channels.Where(c => c.Value is not null).ToDictionary(c => c.Key, c => c.Value!);
        foreach (var part in DigestPrompt.Split(messages, options.Value.TokensPerQuestion, options.Value.QuestionsPerDigest))
        {
            var request = new ModelRequest(
                DigestPrompt.Instructions(task.Language, task.Length), DigestPrompt.Input(part, names), DigestPrompt.SchemaName, DigestPrompt.Schema, options.Value.TokensPerAnswer);
            var answer = await model.AskAsync(request, budget, json => DigestReply.Read(json, part, task.Length) is not null, CancellationToken.None);
            if (answer is ModelUnavailable refused)
            {
                if (contents.Count == 0) return new Asked(null, usage, WhyOf(refused.Reason), 0);
                break;
            }

            var answered = (ModelAnswered)answer;
            usage.Add(answered.Usage);
            contents.Add(DigestReply.Read(answered.Json, part, task.Length)!);
            reads += part.Messages.Count;
        }

        return new Asked(DigestReply.Merge(contents, task.Length), usage, NoModelReason.None, reads);
    }

    private static NoModelReason WhyOf(ModelRefusal reason) => reason switch
    {
        ModelRefusal.NotConfigured => NoModelReason.NotConfigured,
        ModelRefusal.OverBudget => NoModelReason.OverBudget,
        _ => NoModelReason.NoAnswer,
    };

    private sealed record Asked(DigestContent? Content, IReadOnlyList<ModelUsage> Usage, NoModelReason Why, int MessagesRead);
}
