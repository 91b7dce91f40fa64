namespace CommunityIntel.Domain.Digests;

internal static partial class StopWords
{
    private const string EnglishWords =
        """
        a an the this that these those such same other others another each every both either neither all any some none no nope not few many much more most less least
        several enough own only just also too very quite rather really actually basically literally probably maybe perhaps possibly definitely certainly exactly simply
        totally completely absolutely honestly seriously apparently obviously especially usually generally normally sometimes often always never ever already still yet
        again once twice soon later now then today tonight tomorrow yesterday ago before after during while until since when whenever where wherever why how what
        whatever which whichever who whoever whom whose there here everywhere somewhere anywhere nowhere
        i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself she her hers herself it its itself they them their theirs
        themselves someone somebody something anyone anybody anything everyone everybody everything nobody nothing one ones thing things stuff kind kinda sort sorta
        and or but nor so if unless because though although however therefore thus hence otherwise else instead anyway besides moreover than as like unlike
        of in on at by to from with without within into onto upon over under above below between among through throughout across along around about against
        toward towards for off out up down back away near next per via except despite beyond inside outside
        am is are was were be been being isn't aren't wasn't weren't ain't do does did done doing don't doesn't didn't dont doesnt didnt have has had having haven't
        hasn't hadn't havent can cannot can't cant could couldn't couldnt will won't wont would wouldn't wouldnt shall should shouldn't shouldnt may might must mustn't
        i'm im i've ive i'd i'll ill you're youre you've you'd you'll he's she's it's that's thats there's here's what's whats who's how's where's let's lets we're
        we've we'd we'll they're they've they'd they'll it'll that'll there're theres isnt arent wasnt
        go goes going gone went goin gonna gotta wanna come comes coming came get gets getting got gotten give gives giving gave given take takes taking took taken make
        makes making made put puts putting keep keeps kept keeping let see sees seeing saw seen look looks looking looked watch know knows knew known knowing
        think thinks thinking thought believe guess suppose assume wonder wondering mean means meant say says saying said tell tells telling told talk talks talking
        talked speak ask asks asking asked answer answers answered reply hear heard feel feels feeling felt seem seems seemed want wants wanted wanting need needs
        needed needing try tries trying tried use uses used using work works working worked start starts starting started stop stops stopped begin end ends ended
        finish finished happen happens happened happening help helps helped helping show shows showed showing shown find finds finding found call calls called calling
        like likes liked love loves loved hate hates hated hope hopes hoping wish wait waiting waits care cares bother forget forgot remember read reads reading
        write writes writing wrote written run runs running ran turn turns turned leave leaves left leaving live lives sit stand bring brings brought hold
        set sets setting add adds added adding change changes changed changing move moves moved pick check checks checked checking allow allows
        understand understood learn learned learning fix fixed explain explained seems become becomes pass follow following play buy pay send sent
        open opened close closed create created creating matter matters sound sounds build building built include includes based agree agreed disagree
        good better best great nice cool awesome amazing excellent fantastic perfect fine okay ok okey k kk alright right wrong bad worse worst hard harder hardest
        easy easier easiest simple big bigger small little large long longer short high low old older new newer young early late fast slow full empty free ready sure
        able unable possible impossible different similar main whole real true false clear certain sad happy glad sorry excited interesting interested fun funny weird
        strange crazy stupid dumb silly pretty important useful helpful busy tired lazy lost stuck worth first second third last final next previous current
        time times day days week weeks month months year years hour hours minute minutes moment while morning afternoon evening night lot lots bit couple
        bunch part parts piece way ways side point points case cases example examples question questions problem problems issue issues idea ideas reason reasons
        fact person people guy guys man men woman women dude bro buddy mate folks friend friends kid kids life world place places name names word words
        number numbers line lines list lists two three four five six seven eight nine ten hundred thousand million half
        hi hello hey heya hiya yo sup welcome bye goodbye cya ciao cheers thanks thank thx thanx ty tysm np please pls plz yes yeah yep yup yea ya yah nah nope hmm hm
        hmmm mhm uh uhh um umm uhm oh ohh ah ahh aha ahh huh wow whoa woah yay yikes ouch oops ooh aw aww damn dang darn hell gosh god omg lol lmao lmfao rofl haha
        hahaha hahah ha hah hehe heh lolol xd btw imo imho afaik idk tbh ikr fyi asap wtf wth smh brb afk gtg irl ok'd etc eg ie vs aka re edit
        cuz cause coz bc tho thru til u ur r n b w y im ill dm pm msg message messages chat room channel post posts posted posting comment comments link links
        agree congrats congratulations luck shit fuck fucking crap ass sir
        gt lt amp nbsp quot http https www com
        monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december
        side somehow someway sometime whether rest extra single entire almost mostly nearly hardly barely far further yet upon till yet'll even ever well y'all
        doesn doesnt dunno lemme gimme ain isn wasn couldn wouldn shouldn aren weren hasn hadn needn ll ve don didn won
        finally recently currently luckily hopefully unfortunately personally suddenly directly instead together apart alone ahead behind forward regarding concerning
        giving supposed considered considering trying thinking depends depending wondering figured figure noticed notice realize realized decide decided expect expected
        bored sleep sleeping eat eating home house yesterday weekend nowadays later whatever anyways alot aswell everytime sec secs min mins hr hrs pm am
        recommend suggest suggested prefer consider share shared sharing join joined joining visit provide provided require required requires related relevant mention
        mentioned describe decent huge tiny quick quickly slowly easily specific specifically particular particularly available common normal usual proper properly
        correct correctly incorrect appreciate appreciated enjoy enjoyed glad worry worried afraid curious confused confusing certainly surely
        """;
}
