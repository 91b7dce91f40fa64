namespace CommunityIntel.Domain.Digests;

internal static partial class StopWords
{
    private const string FrenchWords =
        """
        le la les l un une des du de d au aux ce cet cette ces ca cela ceci celui celle ceux celles mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs
        je j me m moi tu te t toi il elle on nous vous ils elles se s soi lui eux en y qui que qu quoi dont ou lequel laquelle lesquels lesquelles quel quelle quels quelles
        et mais donc or ni car si comme quand lorsque puisque parce pourquoi comment combien alors ensuite puis enfin ainsi aussi encore deja toujours jamais souvent
        parfois rarement bientot tard tot maintenant aujourd'hui aujourdhui demain hier ici la-bas la ailleurs partout voici voila
        a dans par pour sur sous avec sans chez vers entre contre depuis pendant avant apres jusque jusqu'a malgre selon sauf hors pres loin dessus dessous dedans dehors
        ne pas plus moins tres trop peu assez beaucoup tant tellement autant presque environ surtout seulement juste meme memes autre autres tout toute tous toutes
        aucun aucune chaque plusieurs quelque quelques certain certaine certains certaines tel telle tels telles rien personne quelqu'un quelqu'une quelquun chose choses truc trucs machin
        bidule genre sorte espece facon maniere fois coup coups peu
        etre suis es est sommes etes sont etais etait etions etiez etaient ete etant sera serai seras serons serez seront serait serais seraient soit sois soient fut
        avoir ai as a avons avez ont avais avait avions aviez avaient eu aura aurai auras aurons aurez auront aurait aurais auraient ait aie aient ayant
        faire fais fait faites faisons font faisait faisais fera ferai ferait faut faudra faudrait fallait aller vais vas va allons allez vont allait ira irai irait alle allee
        pouvoir peux peut pouvons pouvez peuvent pouvait pourra pourrai pourrait pourrais pu vouloir veux veut voulons voulez veulent voulait voudrais voudrait voulu
        devoir dois doit devons devez doivent devait devrait devrais du savoir sais sait savons savez savent savait su voir vois voit voyez voient vu verra dire dis dit
        dites disent disait redit mettre mets met mis mettent prendre prends prend pris prennent venir viens vient venez viennent venu passer passe passes passe parler parle
        parles parlait penser pense penses pensez croire crois croit trouver trouve trouves trouvez trouve donner donne donnes donnez demander demande regarder regarde
        regardez attendre attends attend attendez rester reste arrive arriver arrives marche marcher marches utiliser utilise tenter essayer essaie essaye essayez changer change
        aimer aime aimes adore prefere deteste chercher cherche comprendre comprends compris connaitre connais connait jouer lire ecrire rentrer sortir commencer commence
        finir fini finit laisser laisse tomber tombe sentir semble parait tourne tourner apprendre manque aide aider bosser bosse ajouter vaut veut dire
        bon bonne bons bonnes bien mieux mal mauvais mauvaise pire grand grande gros grosse petit petite nouveau nouvelle nouveaux vieux beau belle beaux joli jolie super
        genial geniale cool sympa top nickel parfait parfaite excellent interessant facile difficile simple possible impossible vrai vraie vraiment faux fausse sur sure
        pret prete seul seule premier premiere dernier derniere prochain prochaine content contente desole desolee dispo pareil normal dommage
        jour jours journee semaine semaines mois an ans annee annees heure heures minute minutes matin midi soir soiree nuit temps moment instant debut fin cote
        gens gars mec mecs meuf monde ami amis pote potes vie nom question questions probleme problemes soucis souci idee idees raison cas exemple point points partie place
        deux trois quatre cinq six sept huit neuf dix cent mille moitie
        oui ouais ouai ouaip mouais non nan nope ok okay d'accord daccord dac bah ben bein beh hein euh heu oh ah eh hop hum mmh bref voila salut slt coucou cc bonjour bjr
        bonsoir bsr bienvenue re hello yo merci mrc stp svp s'il plait te dsl pardon bravo felicitations felicitation gg mdr ptdr lol haha xd jpp tkt osef askip wesh
        putain merde bordel puree punaise zut mince chiant con bah nul nulle
        pk pq pcq parceque jsuis j'suis chui chuis jsp jpense jai jvais jveux cest c'est ya y'a tas tes faut vla ct qd tt tlm bcp qqn qqch qq pr ds ms mnt ptet peut-etre
        est-ce est-il est-elle a-t-il y-a-t-il celui-ci celle-ci ceux-ci la-dessus au-dessus au-dessous plutot sinon quand-meme pourtant cependant toutefois neanmoins
        effectivement evidemment forcement franchement honnetement clairement carrement simplement totalement completement normalement actuellement apparemment
        justement sinon genre limite direct grave trop
        message messages salon discord lien liens commentaire
        lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre
        week-end weekend soir bref hate envie besoin avis peur coup cause faute part suite
        """;
}
