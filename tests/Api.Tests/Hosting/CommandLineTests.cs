using LearnML.Api.Hosting;

namespace LearnML.Api.Tests.Hosting;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("help")]
    [InlineData("demo", "--help")]
    [InlineData("--urls", "http://localhost:1", "--help")]
    public void Help_is_found_anywhere(params string[] arguments) => Assert.Equal(CommandLine.Help, CommandLine.Parse(arguments).Command);

    [Theory]
    [InlineData(null, "--urls", "http://localhost:1", "--LearnML:Data=here", "learnml:limits:epochs=3")]
    [InlineData(null, "/LearnML:Device", "cpu", "--Kestrel:Endpoints:Here:Url=http://localhost:1", "--OTEL_EXPORTER_OTLP_PROTOCOL=grpc")]
    [InlineData("demo", "--urls", "demo")]
    [InlineData("keys", "create", "--scope", "read", "--name=me", "--days", "3", "--LearnML:Data", "here")]
    public void Known_options_are_passed_on(string? command, params string[] arguments)
    {
        var read = CommandLine.Parse(command is null ? arguments : [command, .. arguments]);

        Assert.Equal(command, read.Command);
        Assert.Equal(arguments, read.Arguments);
    }

    [Theory]
    [InlineData("There is no command 'foo'.", "foo")]
    [InlineData("There is no command 'Demo'; did you mean 'demo'?", "Demo")]
    [InlineData("There is no command 'now'.", "demo", "now")]
    [InlineData("The command 'demo' must be the first word.", "--urls", "http://localhost:1", "demo")]
    [InlineData("The command 'keys' must be the first word.", "backup", "here", "keys")]
    [InlineData("There is no option '--repair'; did you mean 'repair'?", "--repair")]
    [InlineData("There is no option '--foo'.", "--foo", "1")]
    [InlineData("There is no option '--data'; did you mean '--LearnML:Data'?", "--data", "here")]
    [InlineData("There is no option '--LearnML:Dta'; did you mean '--LearnML:Data'?", "--LearnML:Dta=here")]
    [InlineData("There is no option '--port'; did you mean '--urls'?", "--port", "80")]
    [InlineData("There is no option '-urls'; did you mean '--urls'?", "-urls", "http://localhost:1")]
    [InlineData("There is no option '--scope'.", "--scope", "read")]
    [InlineData("There is no option '--scop'; did you mean '--scope'?", "keys", "create", "--scop", "read")]
    [InlineData("The option --urls needs a value", "--urls")]
    public void Unknown_words_and_options_are_answered(string start, params string[] arguments) =>
        Assert.StartsWith(start, Assert.Throws<StartupException>(() => CommandLine.Parse(arguments)).Message, StringComparison.Ordinal);
}
