using System.CommandLine;
using TcpResets.Tests.Fuzz.Driver;

Option<string?> instrument = new("--instrument") { Description = "Make an assembly note which way it goes, and end.", Hidden = true };
Option<bool> crashed = new("--crashed") { Description = "Keep the input that the last run has died of.", Hidden = true };
Option<FileInfo?> input = new("--input") { Description = "Read one input, of one target." };
Option<int> seconds = new("--seconds") { Description = "How long in all.", DefaultValueFactory = _ => 60 };
Option<ulong> seed = new("--seed") { Description = "Of all chance.", DefaultValueFactory = _ => (ulong)Random.Shared.NextInt64() };
Option<bool> keep = new("--keep") { Description = "Write the corpus anew: the fewest inputs that go every way that was found." };
Argument<string[]> targets = new("target") { Description = "Which; all if none is named.", Arity = ArgumentArity.ZeroOrMore };
RootCommand fuzz = new("Reads inputs that chance makes, on every way through the plugin that they find.")
{
    instrument, crashed, input, seconds, seed, keep, targets,
};
Ways.Prepare();
fuzz.SetAction(result =>
    result.GetValue(instrument) is { } assembly ? Instrumentation.Add(assembly)
    : result.GetValue(crashed) ? Find.KeepLast()
    : result.GetValue(input) is { } file ? Campaign.ReadOne(result.GetValue(targets)!, file.FullName)
    : Campaign.Run(result.GetValue(targets)!, result.GetValue(seconds), result.GetValue(seed), result.GetValue(keep)));
return fuzz.Parse(args).Invoke();
