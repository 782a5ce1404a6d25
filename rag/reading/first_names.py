"""Common first names by sex, in the languages of the press; unlisted names say nothing."""

from __future__ import annotations

MALE = frozenset(
    "aaron abdul abdullah abraham adam adrian ahmed alan albert alejandro aleksandr alex "
    "alexander alexei alexey alexis alfred ali alvin amos anatoly anders andre andreas andrei "
    "andrew andrey andy angus anthony antonin antonio antony anwar archie arne arnold arthur "
    "arturo asa ashley asif austin barack barry bashar ben benito benjamin benny bernard bernie "
    "bert bill billy bjorn bob bobby boris brad bradley brandon brendan brent brett brian bruce "
    "bruno bryan byron calvin carl carlos casey casimir cesar chad charles charlie chris "
    "christian christoph christopher chuck clarence clark claude clifford cody colin conor corey "
    "cory craig curt curtis cyrus dale damian damon dan daniel danny darrell darren dave david "
    "dean denis dennis derek dick diego dieter dmitri dmitry dominic don donald doug douglas drew "
    "dustin dwight dylan earl edgar edmund eduardo edward edwin eli elias elijah elliott emeric "
    "emilio emmanuel enrique eric erik ernest ernesto esteban ethan eugene evan ezra fabio felipe "
    "felix fernando fidel francesco francis francisco franco francois frank franklin franz "
    "françois fred frederic frederick friedrich gabor gabriel garrett garry gary gavin gene geoff "
    "geoffrey george gerald gerard gerhard gilbert giles giovanni glen glenn gordon graham greg "
    "gregory guido guillermo gus gustavo guy gábor hans harold harry harvey hassan hector heinz "
    "helmut henri henrik henry herbert herman horace hossein howard hubert hugh hugo hussein ian "
    "ibrahim igor imran imre isaac isaiah ismail ivan jack jackie jackson jacob jacques jaime "
    "jake jamal james jamie jan jared jason javier jay jean jeb jeff jeffrey jens jeremiah jeremy "
    "jerome jerry jesse jim jimmy joachim joe joel johan johannes john johnny jon jonas jonathan "
    "jordan jorge jose josef joseph josh joshua josé juan julian julius justin jürgen karl keith "
    "kelly ken kenneth kerry kevin khalid khizr kim kofi kurt kwame kyle lamar larry lars "
    "lawrence lee leo leon leonard leonid leopold leroy leslie lindsey lionel lloyd lorenz "
    "lorenzo louis lu luca lucas lucjan luigi luis luke luther lynn mahmoud malcolm manfred "
    "manuel marc marcel marco marcus mario mark markus marshall martin marvin matt matteo matthew "
    "maurice mauricio max maxim mehmet merrick michael michel miguel mike mikhail milan milos "
    "milton mitch mitt mohamad mohamed mohammad mohammed morgan moses moshe muhammad murray "
    "mustafa narendra nathan nathaniel neil nelson newt nicholas nick nicolas nicolás nigel "
    "nikita nikolai noah norbert norman olaf oleg oliver omar oscar oskar otto owen pablo paolo "
    "pascal pat patrick paul pavel pedro percy perry peter petr phil philip philipp philippe "
    "phillip pierre piotr rafael rahm ralph ramon ramzi rand randall randy raul ray raymond recep "
    "reince rené rex ricardo richard rick ricky rob robert roberto robin rod roderick rodney "
    "rodolfo rodrigo roger roland roman ron ronald ross roy ruben rudolf rudy rupert russell "
    "rustam ryan salman salvador sam samuel sasha saul scott sean sebastian sergei sergey sergio "
    "seth shane shaun shawn shimon sidney sigmar silvio simeon simon solomon stanley stefan "
    "stephan stephen sterling steve steven stewart stuart taylor ted teodor terence terrence "
    "terry thaddeus theo theodore thierry thomas tig tim timothy tobias tobin todd tom tomas "
    "tomasz tommy tomáš tony travis trevor trey troy tyler ulysses vaclav vadim vernon vicente "
    "victor viktor vince vincent virgil vitaly vladimir volodymyr walter warren wayne wesley "
    "wilbur wilfred wilhelm will william willie winston wolfgang xavier xi yair yasser yevgeny "
    "yitzhak yuri yusuf zachary zack zoran étienne".split()
)
FEMALE = frozenset(
    "abby abigail ada adela adele adriana agatha agnes aicha aino alex alexa alexandra alexandria "
    "alice alicia alina alison allison amanda amber amelia amina amy ana anastasia andrea angela "
    "angelica angelina anita anja ann anna anne annette annie annika antonia april ariana ashley "
    "astrid audrey ayesha barbara beata beatrice becky bella bernadette berta bess beth betsy "
    "bettina betty beverly bianca birgit blanca bonnie brenda bridget brigitte britney camille "
    "candace cara carla carly carmela carmen carol caroline carolyn carrie casey catalina "
    "catherine cathy cecilia celeste charlotte chelsea cheryl chiara chloe chris christa "
    "christiana christiane christina christine cindy claire clara claudia colleen condoleezza "
    "connie constance consuelo cordelia cristina cynthia daisy dana daniela danielle darlene dawn "
    "debbie deborah debra delia delphine denisa denise diana diane dianne dina dolores dominique "
    "donna dora doris dorothea dorothy edith eileen elaine eleanor elena elisa elisabeth elise "
    "elizabeth ella ellen elsa emilia emily emma erica erika erin esperanza estelle esther "
    "eugenia eva evelyn farah fatima federica fiona flora florence frances francesca freda frida "
    "friederike gabriela gabrielle gail galina gemma georgia gertrude ghazala gina ginni giorgia "
    "gisela gladys glenda gloria grace greta gretchen gretel gwen hanna hannah harriet heather "
    "hedda heidi helen helena helga henrietta hilary hilda hillary holly hortense huma ida ilse "
    "imelda inge ingeborg ingrid ira irene irina iris irma isabel isabella isabelle ivana ivanka "
    "ivy jackie jacqueline jamie jan jana jane janet janice jasmine jean jeanne jeannette jen "
    "jenna jennifer jenny jessica jill jo joan joanna joanne jordan josefa josephine josie joy "
    "joyce juana juanita judith judy julia juliana julie june kamala karen karin karina karine "
    "kate katherine kathleen kathryn kathy katie katrina kayla kayleigh kelly kellyanne kerry kim "
    "kimberly kirsten kirstjen kirsty kristen kristin kristina laura lauren laurie leah leila "
    "lena leonor leslie leticia letitia leyla lidia lily linda lisa liz liza lois loretta lori "
    "lorraine louise lucia lucille lucinda lucy ludmila luisa lydia lynn lynne madeleine madeline "
    "magdalena maggie mandy manuela marcela marcia margaret margarita margot margrethe maria "
    "mariam mariana marianne marie marilyn marina marine marion marissa marjorie marlene marsha "
    "martha mary maryam matilda maud maureen maya megan meghan melania melanie melinda melissa "
    "mercedes meredith michaela michele michelle mildred mina miranda mireille miriam molly "
    "monica monika monique nadia nadine nancy naomi natalia natalie natasha nellie nichole nicola "
    "nicole nikita nikki nina noemi noor nora norma odile olena olga olivia olympia oprah paloma "
    "pam pamela pat patricia patty paula pauline peggy penelope petra philippa phyllis pilar "
    "polly priscilla priti priya rachel rafaela ramona rebecca regina renata renee rhonda rita "
    "roberta robin rosa rosalind rosario rose rosemary roxana roxanne ruta ruth sabrina safiya "
    "sally sam samantha sandra sandy sanna sara sarah sasha selma shannon sharon sheila shelley "
    "sheryl shirley sigrid silke silvana silvia simone sofia sonia sonja sophia sophie soraya "
    "stacy stella stephanie sue susan susana susanne suzanne sylvia sylvie tamara tammy tania "
    "tanya tara tatiana tatjana taylor teresa terry tess tessa thea thelma theodora theresa "
    "tiffany tilda tina toni tracey tracy tricia trudy tulsi ulrike uma ursula valentina valeria "
    "valerie vanessa vera veronica veronika vicki victoria viktoria viola virginia vivian "
    "vivienne wanda wendy whitney wilma winifred yasmin yevgenia yolanda yulia yvette yvonne "
    "zeynep zoe zuzana".split()
)


def sex_of(first_name: str) -> str | None:
    """Return "m" or "f" for a first name, or None where it is unlisted or used for both."""
    name = first_name.lower()
    male, female = name in MALE, name in FEMALE
    if male == female:
        return None
    return "m" if male else "f"


def is_first_name(word: str) -> bool:
    """Tell whether a word is a listed first name."""
    return word.lower() in MALE or word.lower() in FEMALE
