using CommunityIntel.Domain.Rewards;
using FsCheck;
using FsCheck.Fluent;

namespace CommunityIntel.Domain.Tests.Rewards;

public sealed class RoleTargetTests
{
    private const int Rewards = 6;

    // Reward roles are 1 to 6, others 7 to 9.
    private static readonly Gen<long[]> SomeRoles = Gen.Choose(1, 9).ListOf().Select(ids => ids.Select(i => (long)i).Distinct().Order().ToArray());

    private static readonly Gen<LevelRewards> SomeRewards =
        from levels in Gen.Choose(1, 5).ArrayOf(Rewards)
        from replaces in Gen.Elements(true, false).ArrayOf(Rewards)
        from count in Gen.Choose(0, Rewards)
        select new LevelRewards([.. Enumerable.Range(0, count).Select(i => new LevelRole(levels[i], i + 1, $"r{i}", replaces[i]))], LevelMessage.Off);

    private static readonly Gen<(LevelRewards Rewards, int Level, int Before, long[] Has, long[] Barred)> Cases =
        from rewards in SomeRewards
        from level in Gen.Choose(0, 6)
        from before in Gen.Choose(0, 6)
        from has in SomeRoles
        from barred in SomeRoles
        select (rewards, level, before, has, barred);

    [Fact]
    public void Reaching_a_target_twice_is_reaching_it_once() => Always((r, level, before, has, barred) =>
    {
        var target = Target(r, level, before, barred);
        var once = RoleTarget.Reach(has, target.Granted, target.Revoked);
        return once.SequenceEqual(RoleTarget.Reach(once, target.Granted, target.Revoked)) && target.IsReachedBy(once)
            && Target(r, level, level, barred).IsReachedBy(once) && once.SequenceEqual(once.Distinct().Order());
    });

    [Fact]
    public void Roles_that_no_level_gives_stay_as_they_are() => Always((r, level, before, has, barred) =>
    {
        var rewarded = r.Roles.Select(x => x.RoleId).ToHashSet();
        var reached = Reach(r, level, before, has, barred);
        return reached.Where(id => !rewarded.Contains(id)).SequenceEqual(has.Where(id => !rewarded.Contains(id)));
    });

    [Fact]
    public void What_a_moderator_gave_above_a_members_level_stays() => Always((r, level, before, has, barred) =>
    {
        var above = r.Roles.Where(x => x.Level > Math.Max(level, before)).Select(x => x.RoleId).ToHashSet();
        return Reach(r, level, before, has, barred).Where(above.Contains).SequenceEqual(has.Where(above.Contains));
    });

    [Fact]
    public void A_level_that_is_lost_takes_its_roles_with_it() => Always((r, level, before, has, barred) =>
    {
        var lost = r.RolesAt(before).Granted.Except(r.RolesAt(level).Granted).Except(barred);
        return !Reach(r, level, before, has, barred).Intersect(lost).Any();
    });

    [Fact]
    public void Roles_that_cannot_be_given_are_left_alone_and_keep_nobody_from_the_others() => Always((r, level, before, has, barred) =>
    {
        var reached = Reach(r, level, before, has, barred);
        return reached.Where(barred.Contains).SequenceEqual(has.Where(barred.Contains)) && r.RolesAt(level).Granted.Except(barred).All(reached.Contains);
    });

    [Fact]
    public void Without_a_role_that_replaces_everything_up_to_the_level_is_kept() => Always((r, level, _, _, _) =>
    {
        var stacked = r with { Roles = [.. r.Roles.Select(x => x with { ReplacesLower = false })] };
        var (granted, revoked) = stacked.RolesAt(level);
        return revoked.Count == 0 && granted.SequenceEqual(stacked.Roles.Where(x => x.Level <= level).Select(x => x.RoleId).Order());
    });

    [Fact]
    public void Nothing_stands_below_the_highest_role_that_replaces() => Always((r, level, _, _, _) =>
    {
        var levels = r.Roles.ToDictionary(x => x.RoleId, x => x.Level);
        var (granted, revoked) = r.RolesAt(level);
        var from = r.Roles.Where(x => x.ReplacesLower && x.Level <= level).Select(x => x.Level).DefaultIfEmpty(0).Max();
        return granted.All(id => levels[id] >= from) && revoked.All(id => levels[id] < from) && granted.Count + revoked.Count == r.Roles.Count(x => x.Level <= level);
    });

    [Fact]
    public void A_reward_that_was_taken_off_the_list_leaves_its_role_to_those_who_have_it()
    {
        var before = new LevelRewards([new(1, 1, "a"), new(2, 2, "b")], LevelMessage.Off);
        var target = RoleTarget.For(before with { Roles = [new(2, 2, "b")] }, 1, before.RolesAt(2).Granted, _ => true);
        target.Should().Be(new RoleTarget([], [2], []));
    }

    private static RoleTarget Target(LevelRewards r, int level, int before, long[] barred) => RoleTarget.For(r, level, r.RolesAt(before).Granted, id => !barred.Contains(id));

    private static IReadOnlyList<long> Reach(LevelRewards r, int level, int before, long[] has, long[] barred)
    {
        var target = Target(r, level, before, barred);
        return RoleTarget.Reach(has, target.Granted, target.Revoked);
    }

    private static void Always(Func<LevelRewards, int, int, long[], long[], bool> holds) =>
        Prop.ForAll(Cases.ToArbitrary(), c => holds(c.Rewards, c.Level, c.Before, c.Has, c.Barred)).QuickCheckThrowOnFailure();
}
