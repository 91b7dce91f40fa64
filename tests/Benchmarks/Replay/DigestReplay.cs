using System.Diagnostics;
using System.Text.Json;
using CommunityIntel.Domain;
using CommunityIntel.Domain.Digests;
using CommunityIntel.GrainInterfaces.Digests;
using CommunityIntel.GrainInterfaces.Privacy;
using CommunityIntel.Lab.LanguageModels;
using DigestItem = CommunityIntel.GrainInterfaces.Digests.DigestItem;
using DigestItemKind = CommunityIntel.GrainInterfaces.Digests.DigestItemKind;

namespace CommunityIntel.Benchmarks.Replay;

/// <summary>
/// Has weekly digests made of twenty weeks of a recorded chat, in its ten busiest channels: by quotations, then by a scripted language model. Checks every item
/// against the file, counts what was asked of the model, and looks for text in the whole database where none may be left.
/// </summary>
internal static class DigestReplay
{
    private const int Weeks = 20, PricePerMillion = 2, InputTokens = 900, OutputTokens = 120, TokensPerQuestion = 6_000, QuestionsPerDigest = 6;

    public static async Task<int> RunAsync(string file, CancellationToken cancellation)
    {
        if (!File.Exists(file))
        {
            Console.Error.WriteLine($"There is no file {file}: expected JSON Lines, plain or .gz");
            return 2;
        }

        var chat = DigestChat.Read(file, Weeks);
        Console.WriteLine($"{chat.Weeks.Count} weeks of {chat.Names.Count} channels, {chat.Weeks.Sum(w => w.Lines.Count)} messages");
        var problems = new List<string>();
        await QuoteAsync(chat, problems, cancellation);
        await AskModelAsync(chat, problems, cancellation);
        foreach (var problem in problems.Take(20)) Console.WriteLine($"  WRONG: {problem}");
        Console.WriteLine(problems.Count == 0 ? "ALL AS IT SHOULD BE" : $"{problems.Count} WRONG");
        return problems.Count == 0 ? 0 : 1;
    }

    private static async Task QuoteAsync(DigestChat chat, List<string> problems, CancellationToken cancellation)
    {
        var monday = FirstMonday();
        await using var guild = await DigestGuild.StartAsync(chat, monday);
        var (spent, items, links, all) = (TimeSpan.Zero, 0, 0, new Dictionary<long, DigestLine>());
        foreach (var (real, lines) in chat.Weeks)
        {
            cancellation.ThrowIfCancellationRequested();
            await guild.MoveToAsync(monday.AddDays(7), TimeSpan.FromHours(6));
            var said = await guild.SayAsync(real, monday, lines);
            foreach (var (id, line) in said) all[id] = line;
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            await guild.MakeDueAsync();
            spent += Process.GetCurrentProcess().TotalProcessorTime - before;
            var digest = await ReadAsync(guild, monday, problems);
            if (digest is not null)
            {
                problems.AddRange(await CheckAsync(guild, digest, said, monday));
                Print(real, digest);
                (items, links) = (items + digest.Items.Count, links + digest.Items.Sum(i => i.Sources.Count));
            }

            monday = monday.AddDays(7);
        }

        Console.WriteLine($"Quotations: {items} items, {links} links, {spent.TotalMilliseconds / chat.Weeks.Count:F0} ms of processor time a digest");
        await DeleteAsync(guild, all, problems);
        await ExpireAsync(guild, all, monday, problems);
    }

    private static async Task AskModelAsync(DigestChat chat, List<string> problems, CancellationToken cancellation)
    {
        await using var model = await ScriptedModelServer.StartAsync();
        model.Reply = call => Task.FromResult<ModelReply>(new ModelReply.Completion(AnswerTo(call), InputTokens, OutputTokens));
        var monday = FirstMonday();
        await using var guild = await DigestGuild.StartAsync(chat, monday, new Dictionary<string, string?>
        {
            ["LanguageModels:Providers:0:Name"] = "scripted", ["LanguageModels:Providers:0:BaseAddress"] = model.BaseAddress.ToString(), ["LanguageModels:Providers:0:Model"] = "scripted-1",
            ["LanguageModels:Providers:0:Key"] = "none", ["LanguageModels:Providers:0:InputPricePerMillion"] = $"{PricePerMillion}", ["LanguageModels:Providers:0:OutputPricePerMillion"] = $"{PricePerMillion}",
            ["LanguageModels:TimeoutSeconds"] = "60", ["LanguageModels:TotalTimeoutSeconds"] = "120", ["Digests:TokensPerQuestion"] = $"{TokensPerQuestion}", ["Digests:QuestionsPerDigest"] = $"{QuestionsPerDigest}",
        });
        var (expected, latency) = (0, 0L);
        foreach (var (real, lines) in chat.Weeks)
        {
            cancellation.ThrowIfCancellationRequested();
            await guild.MoveToAsync(monday.AddDays(7), TimeSpan.FromHours(6));
            var said = await guild.SayAsync(real, monday, lines);
            expected += DigestPrompt.Split([.. said.Where(m => TextRules.Clean(m.Value.Text) is not null).Select(m => new ChatMessage(m.Key, m.Value.Channel, m.Value.Author, TextRules.Clean(m.Value.Text)!))], TokensPerQuestion, QuestionsPerDigest).Count;
            await guild.MakeDueAsync();
            await guild.MakeDueAsync();
            var digest = await ReadAsync(guild, monday, problems);
            if (digest is not null)
            {
                problems.AddRange(await CheckAsync(guild, digest, said, monday));
                if (digest.Maker != DigestMaker.Model) problems.Add($"week {monday}: written by {digest.Maker}, {digest.Making.WhyNoModel}");
                latency += digest.Making.DurationMs;
            }

            monday = monday.AddDays(7);
        }

        var asked = model.Calls.Count;
        for (var member = 1; member <= 5; member++) await guild.Digests.MakeAsync(new Viewer(member, IsManager: false), DigestSpan.SinceLastMessage, [.. chat.Names.Keys]);
        var forMembers = model.Calls.Count - asked;
        var used = await guild.Digests.GetProvidersAsync();
        var cost = await guild.Database.ScalarAsync<decimal>("SELECT sum(cost_micros) FROM model_usage", cancellation);
        var requests = await guild.Database.ScalarAsync<long>("SELECT sum(requests) FROM model_usage", cancellation);
        Console.WriteLine($"Model: {asked} questions for {chat.Weeks.Count} weeks ({expected} expected; each week was due twice), {forMembers} more for five members who ask for the same");
        Console.WriteLine($"  counted {requests} requests and {cost / 1_000_000:F6} {used.Currency} in all, {used.CostMicrosThisMonth / 1_000_000m:F6} this month; {latency / chat.Weeks.Count} ms a digest");
        if (asked != expected) problems.Add($"{asked} questions, expected {expected}");
        if (requests != model.Calls.Count) problems.Add($"{requests} requests counted, {model.Calls.Count} arrived");
        if (cost != (decimal)model.Calls.Count * (InputTokens + OutputTokens) * PricePerMillion) problems.Add($"cost {cost}, expected {model.Calls.Count * (InputTokens + OutputTokens) * PricePerMillion}");
        if (forMembers > QuestionsPerDigest) problems.Add($"{forMembers} questions for one digest of five members");
    }

    // Three authors' messages of the question are a topic; the last one a question. Nothing of them is repeated.
    private static string AnswerTo(ModelCall call)
    {
        var lines = call.Input.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonSerializer.Deserialize<JsonElement>(l)).Where(l => l.TryGetProperty("m", out _)).ToList();
        var three = lines.DistinctBy(l => l.GetProperty("by").GetInt32()).Take(3).Select(l => l.GetProperty("m").GetString()).ToList();
        return JsonSerializer.Serialize(new
        {
            mood = "calm",
            items = new object[]
            {
                new { kind = "topic", title = $"Part of {lines.Count} messages", text = "Several people talked in this part.", sources = three },
                new { kind = "open_question", title = "Last word", text = "The part ends with this one.", sources = new[] { lines[^1].GetProperty("m").GetString() } },
            },
        });
    }

    private static async Task<DigestReading?> ReadAsync(DigestGuild guild, DateOnly monday, List<string> problems)
    {
        var digest = await guild.Digests.GetAsync(new Viewer(1, IsManager: true), DigestSpan.Week, monday);
        if (digest is null) problems.Add($"week {monday}: no digest");
        return digest;
    }

    private static async Task<IReadOnlyList<string>> CheckAsync(DigestGuild guild, DigestReading digest, IReadOnlyDictionary<long, DigestLine> said, DateOnly monday)
    {
        var problems = new List<string>();
        if (digest.Figures.Messages != said.Count) problems.Add($"week {monday}: {digest.Figures.Messages} messages told, {said.Count} said");
        if (digest.Items.Count > DigestRules.MostItems(Domain.Digests.DigestLength.Brief)) problems.Add($"week {monday}: {digest.Items.Count} items");
        foreach (var item in digest.Items) problems.AddRange((await CheckAsync(guild, item, said, monday)).Select(p => $"week {monday}, {item.Kind} \"{item.Title}\": {p}"));
        return problems;
    }

    private static async Task<IReadOnlyList<string>> CheckAsync(DigestGuild guild, DigestItem item, IReadOnlyDictionary<long, DigestLine> said, DateOnly monday)
    {
        var problems = new List<string>();
        if (item.Title.Length > DigestRules.LongestTitle || item.Text?.Length > DigestRules.LongestText) problems.Add("too long");
        if (item.Sources.Count is 0 or > DigestRules.MostSources) problems.Add($"{item.Sources.Count} links");
        if (item.Kind == DigestItemKind.Topic && item.Authors < DigestRules.FewestAuthors) problems.Add($"{item.Authors} people");
        foreach (var source in item.Sources)
        {
            if (!said.TryGetValue(source.MessageId, out var line)) problems.Add($"message {source.MessageId} was not said in that week");
            else if (line.Channel != source.ChannelId) problems.Add($"message {source.MessageId} is of another channel");
            if (DateOnly.FromDateTime(Snowflake.TimeOf(source.MessageId).UtcDateTime) is var day && (day < monday || day > monday.AddDays(6))) problems.Add($"message {source.MessageId} is of {day}");
            if (await guild.Database.ScalarAsync<long>($"SELECT count(*) FROM messages WHERE guild_id = {DigestGuild.Id} AND message_id = {source.MessageId} AND channel_id = {source.ChannelId}") != 1) problems.Add($"link to {source.MessageId} does not resolve");
        }

        return problems;
    }

    private static async Task DeleteAsync(DigestGuild guild, Dictionary<long, DigestLine> all, List<string> problems)
    {
        var kept = await guild.Database.ScalarAsync<long[]>("SELECT array_agg(message_id) FROM message_texts") ?? [];
        var author = kept.Select(id => all[id].Author).GroupBy(a => a).MaxBy(a => a.Count())!.Key;
        var texts = Snippets(kept.Select(id => all[id]).Where(l => l.Author == author));
        var before = await guild.GrepAsync(texts);
        await guild.Grains.GetGrain<IGuildPrivacyGrain>(DigestGuild.Id).ForgetAsync(author);
        var after = await guild.GrepAsync(texts);
        Console.WriteLine($"A member's {texts.Count} texts: {before} rows of the whole database hold one before their deletion, {after} after it");
        if (before == 0 || after != 0) problems.Add($"a deleted member's texts: {before} rows before, {after} after");
    }

    private static async Task ExpireAsync(DigestGuild guild, Dictionary<long, DigestLine> all, DateOnly monday, List<string> problems)
    {
        var kept = await guild.Database.ScalarAsync<long[]>("SELECT array_agg(message_id) FROM message_texts") ?? [];
        var texts = Snippets(kept.Select(id => all[id]).Take(200).Concat(all.Values.Where((_, i) => i % 50 == 0)));
        var before = await guild.GrepAsync(texts);
        await guild.MoveToAsync(monday.AddDays(9), TimeSpan.Zero);
        await guild.DropExpiredAsync();
        var (after, digests) = (await guild.GrepAsync(texts), await guild.Database.ScalarAsync<long>("SELECT count(*) FROM digests"));
        Console.WriteLine($"{texts.Count} texts of all weeks: {before} rows hold one before the last week's time is over, {after} after it; {digests} digests are still there, with links");
        if (before == 0 || after != 0) problems.Add($"texts after their time: {before} rows before, {after} after");
    }

    // Long enough to be nobody else's, and written the same in every form that a row has as text.
    private static HashSet<string> Snippets(IEnumerable<DigestLine> lines) =>
        [.. lines.Select(l => l.Text.Split('\n')[0]).Where(t => t.Length >= 30 && !t.Any(c => c is '"' or '\\' || char.IsControl(c))).Take(500)];

    private static void Print(DateOnly real, DigestReading digest)
    {
        Console.WriteLine($"{real:yyyy-MM-dd}  {digest.Figures.Messages} messages by {digest.Figures.ActiveMembers}, mood {digest.Mood}");
        foreach (var item in digest.Items) Console.WriteLine($"  {item.Kind,-12} {item.Title} ({item.Authors}, #{item.Sources[0].ChannelName}): {item.Text}");
    }

    // All of it is over by now: Orleans takes a silo for dead whose clock is ahead of the machine's.
    private static DateOnly FirstMonday() => DateOnly.FromDateTime(DateTime.UtcNow) is var today ? today.AddDays(-(((int)today.DayOfWeek + 6) % 7) - (7 * (Weeks + 3))) : default;
}
