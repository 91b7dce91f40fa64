namespace CommunityIntel.DiscordEmulator.Guilds;

/// <summary>Messages that exist without being held as objects: a simulated past, text regenerated on demand.</summary>
public interface IPastMessages
{
    /// <summary>Messages that have happened so far, oldest first.</summary>
    int Count { get; }

    ulong IdAt(int index);

    Message Read(int index);
}

/// <summary>
/// The messages of one channel in id order: a simulated past plus what was written since.
/// A change to a past message makes it an object of its own.
/// </summary>
public sealed class MessageLog
{
    private readonly List<Message> written = [];
    private HashSet<ulong>? overridden;

    public IPastMessages? Past { get; set; }

    public void Add(Message message)
    {
        if (written.Count == 0 || written[^1].Id < message.Id)
        {
            written.Add(message);
            return;
        }
        var at = Search(message.Id);
        if (at < 0) written.Insert(~at, message);
        else written[at] = message;
    }

    public Message? Find(ulong id)
    {
        var at = Search(id);
        if (at >= 0) return written[at];
        if (Past is null || overridden?.Contains(id) == true) return null;
        var index = FirstNotBelow(id);
        return index < Past.Count && Past.IdAt(index) == id ? Past.Read(index) : null;
    }

    /// <summary>Keeps a changed message instead of the past's.</summary>
    public void Replace(Message message)
    {
        if (Search(message.Id) < 0) (overridden ??= []).Add(message.Id);
        Add(message);
    }

    public bool Remove(ulong id)
    {
        if (Find(id) is null) return false;
        var at = Search(id);
        if (at >= 0) written.RemoveAt(at);
        if (Past is not null) (overridden ??= []).Add(id);
        return true;
    }

    /// <summary>Forgets the oldest written messages beyond a number.</summary>
    public void Trim(int keep)
    {
        if (written.Count > keep * 2) written.RemoveRange(0, written.Count - keep);
    }

    /// <summary>Up to <paramref name="limit"/> messages with a smaller id, newest first.</summary>
    public List<Message> Before(ulong id, int limit)
    {
        var found = new List<Message>(limit);
        var at = Search(id);
        var own = (at < 0 ? ~at : at) - 1;
        var past = Past is null ? -1 : FirstNotBelow(id) - 1;
        while (found.Count < limit && (own >= 0 || past >= 0))
        {
            if (past >= 0 && (own < 0 || Past!.IdAt(past) > written[own].Id))
            {
                if (overridden?.Contains(Past!.IdAt(past)) != true) found.Add(Past!.Read(past));
                past--;
            }
            else found.Add(written[own--]);
        }
        return found;
    }

    /// <summary>The <paramref name="limit"/> messages closest above an id, newest first.</summary>
    public List<Message> After(ulong id, int limit)
    {
        var found = new List<Message>(limit);
        var at = Search(id + 1);
        var own = at < 0 ? ~at : at;
        var past = Past is null ? 0 : FirstNotBelow(id + 1);
        var end = Past?.Count ?? 0;
        while (found.Count < limit && (own < written.Count || past < end))
        {
            if (past < end && (own >= written.Count || Past!.IdAt(past) < written[own].Id))
            {
                if (overridden?.Contains(Past!.IdAt(past)) != true) found.Add(Past!.Read(past));
                past++;
            }
            else found.Add(written[own++]);
        }
        found.Reverse();
        return found;
    }

    private int Search(ulong id)
    {
        int low = 0, high = written.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var found = written[middle].Id;
            if (found == id) return middle;
            if (found < id) low = middle + 1;
            else high = middle - 1;
        }
        return ~low;
    }

    private int FirstNotBelow(ulong id)
    {
        int low = 0, high = Past!.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (Past.IdAt(middle) < id) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
