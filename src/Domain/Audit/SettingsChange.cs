namespace CommunityIntel.Domain.Audit;

/// <summary>
/// Somebody changes settings: what the audit log says of it. <c>Before</c> and <c>After</c> are JSON. <c>UndoesId</c>: the entry that is
/// taken back with it; 0 = none. <c>RequestKey</c> as in <see cref="AuditEntry"/>.
/// </summary>
public sealed record SettingsChange(Actor Actor, string? Before, string? After, long AtMs, long UndoesId = 0, string? RequestKey = null);
