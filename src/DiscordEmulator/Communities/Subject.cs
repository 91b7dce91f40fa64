namespace CommunityIntel.DiscordEmulator.Communities;

/// <summary>
/// Something that people talk about. In every text <c>{n}</c> is a number, <c>{d}</c> a day of the week and <c>{h}</c> an hour of the evening.
/// </summary>
/// <param name="Room">The channel where they do; null = anywhere else.</param>
/// <param name="Things">Noun phrases with their article, for <see cref="Tongue.Frames"/>.</param>
/// <param name="Says">Whole sentences.</param>
/// <param name="Decided">What is agreed on in the end.</param>
/// <param name="Happens">Something that takes place, with its time.</param>
/// <param name="Asks">Questions that may stay without an answer.</param>
internal sealed record Subject(string? Room, string[] Things, string[] Says, string Decided, string Happens, string[] Asks);

/// <summary>A language to talk in.</summary>
/// <param name="Frames">Sentences around a thing, <c>{0}</c>.</param>
/// <param name="Short">What is said in passing.</param>
internal sealed record Tongue(Subject[] Subjects, string[] Frames, string[] Short, string[] Days)
{
    private readonly Subject[] anywhere = [.. Subjects.Where(s => s.Room is null)];
    private readonly Dictionary<string, Subject[]> rooms = Subjects.Where(s => s.Room is not null).GroupBy(s => s.Room!).ToDictionary(r => r.Key, r => r.ToArray());

    public Subject[] SubjectsIn(string room) => rooms.GetValueOrDefault(room, anywhere);
}
